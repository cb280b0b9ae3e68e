/** Pure: how many traces took how long, in bars. */
import { added, NO_TRACES, rowAt, totalOf } from "../../calls/breakdown";
import type { Breakdown } from "../../calls/breakdown";
import type { Outcome } from "../../model";
import type { Extent } from "../../parts/chart/area";
import { rowsTogether } from "../../parts/chart/responseTimes";
import type { Rows, TimesChosen } from "../../parts/chart/responseTimes";

/** Of the rows that it stands for. */
export interface Bar extends Extent {
  outcomes: Record<Outcome, number>;
  total: number;
}

/** How many traces had a response time in each row, rows together where there are many. */
export function bars({ cells }: Breakdown, rows: Rows, most = 64): Bar[] {
  const { stretches, barOf } = rowsTogether(rows, most);
  const all = stretches.map((each) => ({ ...each, outcomes: NO_TRACES, total: 0 }));
  for (const { row, outcomes } of cells.values()) {
    const bar = all[barOf(row)]!;
    bar.outcomes = added(bar.outcomes, outcomes);
    bar.total += totalOf(outcomes);
  }
  return all;
}

/** In the bars whose middle is within the times. */
export function tracesWithin(
  all: Bar[],
  { from, to }: TimesChosen,
  perDecade: number,
): number {
  const first = from === null ? -Infinity : rowAt(from, perDecade);
  const end = to === null ? Infinity : rowAt(to, perDecade);
  const middle = (bar: Bar) => (bar.from + bar.to) / 2;
  return all
    .filter((bar) => middle(bar) >= first && middle(bar) <= end)
    .reduce((sum, bar) => sum + bar.total, 0);
}
