import { InProgressMark, OutcomeMark } from "../../parts/Outcome";
import type { Part } from "../../trace/part";

/** What has no end yet has no outcome either, whatever its flags say so far. */
export function PartStatus({ part }: { part: Part }) {
  return part.end === null ? <InProgressMark /> : <OutcomeMark outcome={part.outcome} />;
}
