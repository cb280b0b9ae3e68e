/** Response times along a chart: on a logarithmic scale, in the rows of a breakdown. */
import { rowAt, rowStart, type Breakdown } from "../../calls/breakdown";
import { duration } from "../../format";
import type { Extent, Scale, Tick } from "./area";

/** From a row to behind the last. */
export interface Rows extends Extent {
  perDecade: number;
}

/** Seconds; null leaves an end open. */
export interface TimesChosen {
  from: number | null;
  to: number | null;
}

/** The rows to show: those in use with a margin, half a decade at least. */
export function rowsShown({ cells, rowsPerDecade: perDecade }: Breakdown): Rows {
  const used = [...cells.values()].map((cell) => cell.row);
  if (used.length === 0) return { from: 0, to: 3 * perDecade, perDecade };
  const from = Math.max(0, Math.min(...used) - 2);
  return { from, to: Math.max(Math.max(...used) + 3, from + perDecade / 2), perDecade };
}

/** As many rows together that there are `most` bars, and to which bar a row belongs. */
export function rowsTogether({ from, to }: Rows, most: number) {
  const together = Math.max(1, Math.ceil((to - from) / most));
  const stretches: Extent[] = [];
  for (let row = from; row < to; row += together) {
    stretches.push({ from: row, to: row + together });
  }
  return { stretches, barOf: (row: number) => Math.floor((row - from) / together) };
}

/** Round times within the rows: 1, 2 and 5 of each decade, or 1 and 3, or 1, as fits. */
export function timeTicks(rows: Rows, at: Scale, most: number): Tick[] {
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const inside = decades(rows)
      .flatMap((decade) => steps.map((step) => (step * 10 ** decade) / 1000))
      .map((seconds) => ({ row: rowAt(seconds, rows.perDecade), seconds }))
      .filter(({ row }) => row >= rows.from && row <= rows.to);
    if (inside.length <= most || steps.length === 1) {
      return inside.map(({ row, seconds }) => ({
        at: at(row),
        label: duration(seconds),
      }));
    }
  }
  return [];
}

function decades({ from, to, perDecade }: Rows): number[] {
  const first = Math.floor(from / perDecade);
  const last = Math.ceil(to / perDecade);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Three digits are as fine as anybody points. */
export function secondsAt(row: number, perDecade: number): number {
  return Number(rowStart(row, perDecade).toPrecision(3));
}

/** What a brush over a part of the rows chose; up to an edge is without an end. */
export function timesIn({ from, to, perDecade }: Rows, part: Extent): TimesChosen {
  const at = (share: number) => secondsAt(from + share * (to - from), perDecade);
  return {
    from: part.from <= 0 ? null : at(part.from),
    to: part.to >= 1 ? null : at(part.to),
  };
}

export function describeTimes({ from, to }: TimesChosen): string {
  if (from === null) return to === null ? "" : `up to ${duration(to)}`;
  return to === null
    ? `${duration(from)} and more`
    : `${duration(from)} to ${duration(to)}`;
}
