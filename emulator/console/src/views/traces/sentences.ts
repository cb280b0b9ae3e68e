/** What the page says of its figures. */
import type { Breakdown } from "../../calls/breakdown";
import { count, counted } from "../../format";
import type { Scan } from "./scan";
import type { Rows } from "./summaries";
import type { Search } from "./useNewest";

/** "12 traces match, of 3,000 in the time range." */
export function summary(
  { rows, next }: Rows,
  { share }: Search,
  scan: Scan<Breakdown>,
): string {
  if (rows === null) return "";
  if (!scan.value || scan.share === 0) {
    return `${matching(rows.length, next || share !== null ? " and more" : "")}.`;
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

/** How far the search for the rows has come; nothing when there is none. */
export function progress({ share, total, goOn }: Search): string {
  if (share === null) return "";
  const percent = `${Math.floor(share * 100)}% of ${counted(total, "trace")}`;
  return goOn ? `Stopped at ${percent}` : `${percent} looked through`;
}
