/** Two sets of traces compared: what is known so far, until all is looked at. */
import { refusal, Unreachable } from "../api";
import type { Pair, TraceSet } from "../pair";
import { windowOf } from "../range";
import type { WireCounts } from "../wire";
import { withPart, type Breakdown } from "./breakdown";

export type Scalar = string | number | boolean;

/** How many traces of each set have a value of an attribute. */
export interface Row {
  attribute: string;
  value: Scalar;
  /** Finds exactly the traces that have it. */
  expression: string;
  a: number;
  b: number;
  /** How much more frequent it is in A, in percentage points. */
  delta: number;
  /** How well it tells the sets apart, 0 to 1. */
  bits: number;
}

export interface Finding extends Row {
  /** What else is true of exactly the same traces. */
  also: { attribute: string; value: Scalar }[];
}

export interface AttributeTable {
  attribute: string;
  /** Those whose shares differ most. */
  rows: Row[];
  more: number;
  /** There were more values than are counted. */
  leftOut: boolean;
}

export interface Side {
  /** In the filter language, of a group as well. */
  expression: string;
  /** All traces of its time range. */
  inWindow: number;
  breakdown: Breakdown;
}

export interface Comparison {
  a: Side;
  b: Side;
  inBoth: number;
  /** How many values were compared. */
  compared: number;
  /** Attributes that a filter asks for, which are no finding. */
  askedFor: string[];
  findings: Finding[];
  tables: AttributeTable[];
}

export interface Known {
  comparison: Comparison | null;
  /** Of the traces in both time ranges, the share that was looked at. */
  share: number;
  done: boolean;
}

interface WireSide extends WireCounts {
  Start: number;
  End: number;
  Expression: string;
  Window: number;
  Cells: [number, number, number, number, number, number][];
}

interface WireRow {
  Attribute: string;
  Value: Scalar;
  Expression: string;
  A: number;
  B: number;
  Delta: number;
  Bits: number;
}

export interface WireComparison {
  Columns: number;
  RowsPerDecade: number;
  A: WireSide;
  B: WireSide;
  InBoth: number;
  ValuesCompared: number;
  AskedFor: string[];
  Findings: (WireRow & { Also: { Attribute: string; Value: Scalar }[] })[];
  Attributes: {
    Attribute: string;
    Values: WireRow[];
    MoreValues: number;
    LeftOut: number;
  }[];
}

/** Tells what is known as it becomes known; the last time it is all of it. */
export async function compare(
  pair: Pair,
  signal: AbortSignal,
  tell: (known: Known) => void,
): Promise<void> {
  const known: Known = { comparison: null, share: 0, done: false };
  for await (const { name, members } of events(pair, signal)) {
    if (name === "progress") known.share = (members as { Share: number }).Share;
    else known.comparison = comparisonFrom(members as WireComparison);
    known.done = name === "end";
    tell({ ...known });
  }
  if (!known.done) throw new Unreachable("The answer broke off before its end.");
}

async function* events(pair: Pair, signal: AbortSignal) {
  let response: Response;
  try {
    response = await fetch(`./api/compare?${paramsOf(pair)}`, { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new Unreachable("X-Ray Local does not answer. Is it still running?");
  }
  if (!response.ok) throw refusal(response.status, await response.text());
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop()!;
    yield* blocks.map(eventFrom);
  }
}

/** `event: name`, then `data: {…}`, each on a line. */
export function eventFrom(block: string): { name: string; members: unknown } {
  const lines = block.split("\n");
  const after = (start: string) =>
    lines.find((line) => line.startsWith(start))!.slice(start.length);
  return { name: after("event: "), members: JSON.parse(after("data: ")) };
}

/** Relative ranges end now, for both sets at the same moment. */
function paramsOf({ a, b }: Pair): URLSearchParams {
  const now = Date.now() / 1000;
  const params = new URLSearchParams();
  const add = (prefix: string, { range, filter, group }: TraceSet) => {
    const { start, end } = windowOf(range, now);
    params.set(`${prefix}.start`, String(start));
    params.set(`${prefix}.end`, String(end));
    params.set(`${prefix}.filter`, filter);
    if (group) params.set(`${prefix}.group`, group);
  };
  add("a", a);
  if (b) add("b", b);
  return params;
}

export function comparisonFrom(wire: WireComparison): Comparison {
  return {
    a: sideFrom(wire, wire.A),
    b: sideFrom(wire, wire.B),
    inBoth: wire.InBoth,
    compared: wire.ValuesCompared,
    askedFor: wire.AskedFor,
    findings: wire.Findings.map((each) => ({
      ...rowFrom(each),
      also: each.Also.map(({ Attribute, Value }) => ({
        attribute: Attribute,
        value: Value,
      })),
    })),
    tables: wire.Attributes.map((each) => ({
      attribute: each.Attribute,
      rows: each.Values.map(rowFrom),
      more: each.MoreValues,
      leftOut: each.LeftOut > 0,
    })),
  };
}

function sideFrom({ Columns, RowsPerDecade }: WireComparison, side: WireSide): Side {
  const part = {
    ...side,
    Columns,
    RowsPerDecade,
    Values: [],
    MoreValues: 0,
    AnnotationKeys: [],
    Scanned: 0,
    Total: null,
    NextToken: null,
  };
  const window = { start: side.Start, end: side.End };
  return {
    expression: side.Expression,
    inWindow: side.Window,
    breakdown: withPart(null, part, { window, by: null }),
  };
}

function rowFrom(wire: WireRow): Row {
  return {
    attribute: wire.Attribute,
    value: wire.Value,
    expression: wire.Expression,
    a: wire.A,
    b: wire.B,
    delta: wire.Delta,
    bits: wire.Bits,
  };
}
