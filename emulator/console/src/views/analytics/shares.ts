/** Pure: the response times of two sets in the same bars, each as shares of its set. */
import { rowStart, rowsShown, totalOf, type Breakdown } from "../traces/breakdown";

export interface SharedBar {
  /** Of the first and behind the last row that it stands for. */
  from: number;
  to: number;
  a: number;
  b: number;
}

const MOST_BARS = 64;

/** Of the traces that have a response time, how many of each set are in each bar. */
export function sharedBars(a: Breakdown, b: Breakdown, most = MOST_BARS): SharedBar[] {
  const used = [a, b].filter(({ cells }) => cells.size > 0).map(rowsShown);
  if (used.length === 0) return [];
  const first = Math.min(...used.map((rows) => rows.first));
  const end = Math.max(...used.map((rows) => rows.end));
  const together = Math.max(1, Math.ceil((end - first) / most));
  const bars: SharedBar[] = [];
  for (let from = first; from < end; from += together) {
    bars.push({ from, to: from + together, a: 0, b: 0 });
  }
  for (const which of ["a", "b"] as const) {
    const { cells } = { a, b }[which];
    for (const { row, outcomes } of cells.values()) {
      bars[Math.floor((row - first) / together)]![which] += totalOf(outcomes);
    }
  }
  return bars;
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
  const row = Math.floor(Math.log10(Math.max(time * 1000, 1)) * rowsPerDecade);
  return Number(rowStart(row, rowsPerDecade).toPrecision(3));
}

/** The outline of bars, as an SVG path; from left to right. */
export function outline(
  heights: number[],
  x: (index: number) => number,
  y: (height: number) => number,
): string {
  const steps = heights.map(
    (height, index) => `V${y(height).toFixed(1)}H${x(index + 1).toFixed(1)}`,
  );
  return `M${x(0).toFixed(1)} ${y(0).toFixed(1)}${steps.join("")}V${y(0).toFixed(1)}`;
}
