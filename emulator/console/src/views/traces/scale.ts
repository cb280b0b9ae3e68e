/** Response times along a logarithmic axis, in the rows of a breakdown. */
import { duration } from "../../format";
import { rowStart } from "./breakdown";

/** The row, with its fraction, of a response time in seconds. */
export function rowAt(seconds: number, rowsPerDecade: number): number {
  return Math.max(0, Math.log10(Math.max(seconds * 1000, 1)) * rowsPerDecade);
}

export interface Tick {
  row: number;
  label: string;
}

/** Round times within the rows: 1, 2 and 5 of each decade, or 1 and 3, or 1, as fits. */
export function timeTicks(
  first: number,
  end: number,
  rowsPerDecade: number,
  most: number,
): Tick[] {
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = decades(first, end, rowsPerDecade).flatMap((decade) =>
      steps.map((step) => (step * 10 ** decade) / 1000),
    );
    const inside = ticks
      .map((seconds) => ({ row: rowAt(seconds, rowsPerDecade), seconds }))
      .filter(({ row }) => row >= first && row <= end);
    if (inside.length <= most || steps.length === 1) {
      return inside.map(({ row, seconds }) => ({ row, label: duration(seconds) }));
    }
  }
  return [];
}

function decades(first: number, end: number, rowsPerDecade: number): number[] {
  const from = Math.floor(first / rowsPerDecade);
  const to = Math.ceil(end / rowsPerDecade);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Three digits are as fine as anybody points. */
export function secondsAt(row: number, rowsPerDecade: number): number {
  return Number(rowStart(row, rowsPerDecade).toPrecision(3));
}
