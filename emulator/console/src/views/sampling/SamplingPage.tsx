/** Which requests programs record: the rules, what they did, what others would do. */
import type { Place } from "../../places";
import "../places.css";
import { RuleEditor } from "./RuleEditor";
import { RulesList } from "./RulesList";
import "./sampling.css";

export type SamplingPlace = Extract<Place, { page: "sampling" }>;

export default function SamplingPage({ place }: { place: SamplingPlace }) {
  return place.task.kind === "list" ? (
    <RulesList place={place} />
  ) : (
    <RuleEditor key={JSON.stringify(place.task)} place={place} />
  );
}
