/** Pure: the response times of two sets in the same bars, each as shares of its set. */
import { rowAt, totalOf, type Breakdown } from "../../calls/breakdown";
import type { Extent, Scale } from "../../parts/chart/area";
import {
  rowsShown,
  rowsTogether,
  secondsAt,
  type Rows,
} from "../../parts/chart/responseTimes";

export interface SharedBar extends Extent {
  a: number;
  b: number;
}

const MOST_BARS = 64;

/** Of the traces that have a response time, how many of each set are in each bar. */
export function sharedBars(a: Breakdown, b: Breakdown, most = MOST_BARS): SharedBar[] {
  const rows = rowsOfBoth(a, b);
  if (rows === null) return [];
  const { stretches, barOf } = rowsTogether(rows, most);
  const bars = stretches.map((each) => ({ ...each, a: 0, b: 0 }));
  for (const which of ["a", "b"] as const) {
    const { cells } = { a, b }[which];
    for (const { row, outcomes } of cells.values()) {
      bars[barOf(row)]![which] += totalOf(outcomes);
    }
  }
  return bars;
}

function rowsOfBoth(a: Breakdown, b: Breakdown): Rows | null {
  const used = [a, b].filter(({ cells }) => cells.size > 0).map(rowsShown);
  if (used.length === 0) return null;
  const from = Math.min(...used.map((rows) => rows.from));
  const to = Math.max(...used.map((rows) => rows.to));
  return { from, to, perDecade: a.rowsPerDecade };
}

/** How many traces with a response time began in each stretch of the window. */
export function perColumn(breakdown: Breakdown, together: number): number[] {
  const counts = new Array<number>(Math.ceil(breakdown.columns / together)).fill(0);
  for (const { column, outcomes } of breakdown.cells.values()) {
    counts[Math.floor(column / together)]! += totalOf(outcomes);
  }
  return counts;
}

/** Where the row of a time begins, to three digits: what is above it is whole rows. */
export function rowAbove({ rowsPerDecade }: Breakdown, time: number | null) {
  if (time === null) return null;
  return secondsAt(Math.floor(rowAt(time, rowsPerDecade)), rowsPerDecade);
}

/** The outline of bars, as an SVG path; `x` is of their indices. */
export function outline(heights: number[], x: Scale, y: Scale): string {
  const steps = heights.map(
    (height, index) => `V${y(height).toFixed(1)}H${x(index + 1).toFixed(1)}`,
  );
  return `M${x(0).toFixed(1)} ${y(0).toFixed(1)}${steps.join("")}V${y(0).toFixed(1)}`;
}
