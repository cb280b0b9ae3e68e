/**
 * Traces counted: by when they began and how long they took, and by the values of an
 * attribute. The API answers it part by part.
 */
import { OUTCOMES, type Outcome } from "../model";
import type { Window } from "../range";
import type { WireBreakdown, WireCounts } from "../wire";

export interface Counts {
  traces: number;
  outcomes: Record<Outcome, number>;
  /** Those with a response time, and the sum of their times in seconds. */
  timed: number;
  seconds: number;
}

export interface Value extends Counts {
  value: string | number | boolean;
  /** Finds exactly the traces that are counted. */
  expression: string;
}

export interface Cell {
  column: number;
  row: number;
  outcomes: Record<Outcome, number>;
}

export interface Breakdown {
  window: Window;
  /** The attribute that `values` are of. */
  by: string | null;
  all: Counts;
  columns: number;
  rowsPerDecade: number;
  cells: Map<string, Cell>;
  /** By expression. */
  values: Map<string, Value>;
  /** Some part had more values than are told: the rarest are missing. */
  cut: boolean;
  annotationKeys: Map<string, number>;
}

/** A breakdown with one more part; the first is added to null. */
export function withPart(
  before: Breakdown | null,
  part: WireBreakdown,
  { window, by }: { window: Window; by: string | null },
): Breakdown {
  const cells = new Map(before?.cells);
  for (const [column, row, ...counts] of part.Cells) {
    const key = `${column} ${row}`;
    const known = cells.get(key)?.outcomes;
    const more = byOutcome(counts);
    cells.set(key, { column, row, outcomes: known ? added(known, more) : more });
  }
  const values = new Map(before?.values);
  for (const wire of part.Values) {
    const { Value: value, Expression: expression } = wire;
    const counts = sum(values.get(expression), countsFrom(wire));
    values.set(expression, { value, expression, ...counts });
  }
  const annotationKeys = new Map(before?.annotationKeys);
  for (const { Key, Traces } of part.AnnotationKeys) {
    annotationKeys.set(Key, (annotationKeys.get(Key) ?? 0) + Traces);
  }
  return {
    window,
    by,
    all: sum(before?.all, countsFrom(part)),
    columns: part.Columns,
    rowsPerDecade: part.RowsPerDecade,
    cells,
    values,
    cut: (before?.cut ?? false) || part.MoreValues > 0,
    annotationKeys,
  };
}

/** The most frequent first, among equals by name. */
export function sortedValues(breakdown: Breakdown): Value[] {
  return [...breakdown.values.values()].sort(
    (a, b) => b.traces - a.traces || (String(a.value) < String(b.value) ? -1 : 1),
  );
}

export function meanSeconds({ timed, seconds }: Counts): number | null {
  return timed === 0 ? null : seconds / timed;
}

export function failed({ outcomes }: Counts): number {
  return outcomes.error + outcomes.throttle + outcomes.fault;
}

/** Where a row of response times begins, in seconds. */
export function rowStart(row: number, rowsPerDecade: number): number {
  return row <= 0 ? 0 : 10 ** (row / rowsPerDecade) / 1000;
}

/** The row, with its fraction, of a response time in seconds. */
export function rowAt(seconds: number, rowsPerDecade: number): number {
  return Math.max(0, Math.log10(Math.max(seconds * 1000, 1)) * rowsPerDecade);
}

/** The response time that a share of the traces stays below, guessed within a row. */
export function quantile(breakdown: Breakdown, share: number): number | null {
  const rows = new Map<number, number>();
  let total = 0;
  for (const { row, outcomes } of breakdown.cells.values()) {
    const count = totalOf(outcomes);
    rows.set(row, (rows.get(row) ?? 0) + count);
    total += count;
  }
  let left = share * total;
  for (const [row, count] of [...rows].sort(([a], [b]) => a - b)) {
    if (left <= count) return rowStart(row + left / count, breakdown.rowsPerDecade);
    left -= count;
  }
  return null;
}

export function totalOf(outcomes: Record<Outcome, number>): number {
  return OUTCOMES.reduce((total, outcome) => total + outcomes[outcome], 0);
}

function byOutcome(counts: number[]): Record<Outcome, number> {
  const [ok = 0, error = 0, throttle = 0, fault = 0] = counts;
  return { ok, error, throttle, fault };
}

function countsFrom(wire: WireCounts): Counts {
  return {
    traces: wire.Traces,
    outcomes: byOutcome([wire.Ok, wire.Error, wire.Throttle, wire.Fault]),
    timed: wire.Timed,
    seconds: wire.TotalResponseTime,
  };
}

function sum(a: Counts | undefined, b: Counts): Counts {
  if (!a) return b;
  return {
    traces: a.traces + b.traces,
    outcomes: added(a.outcomes, b.outcomes),
    timed: a.timed + b.timed,
    seconds: a.seconds + b.seconds,
  };
}

export const NO_TRACES = byOutcome([]);

export function added(a: Record<Outcome, number>, b: Record<Outcome, number>) {
  return byOutcome(OUTCOMES.map((outcome) => a[outcome] + b[outcome]));
}
