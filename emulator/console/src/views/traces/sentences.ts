/** What the page says of its figures. */
import { count, counted } from "../../format";
import type { Breakdown } from "./breakdown";
import type { Scan } from "./scan";
import type { Rows } from "./summaries";

/** "12 traces match, of 3,000 in the time range." */
export function summary({ rows, next }: Rows, scan: Scan<Breakdown>): string {
  if (rows === null) return "";
  if (!scan.value || scan.share === 0) {
    return `${matching(rows.length, next ? " and more" : "")}.`;
  }
  const found = matching(scan.value.all.traces);
  const among = `of ${count(scan.total)} in the time range`;
  return scan.done
    ? `${found}, ${among}.`
    : `${found} so far, ${Math.floor(scan.share * 100)}% ${among} looked at.`;
}

function matching(traces: number, more = ""): string {
  const verb = traces === 1 && !more ? "matches" : "match";
  return `${counted(traces, "trace")}${more} ${verb}`;
}
