/** Which rows of a trace's timeline are on screen, and where a key press leads. */
import type { Part, Trace } from "../../trace";

export interface Row {
  part: Part;
  depth: number;
  collapsible: boolean;
}

/** Segments in call order, each with its subsegments unless it is collapsed. */
export function visibleRows(trace: Trace, collapsed: ReadonlySet<string>): Row[] {
  return trace.segments.flatMap((segment) => below(segment, collapsed));
}

function below(part: Part, collapsed: ReadonlySet<string>): Row[] {
  const row = { part, depth: part.depth, collapsible: part.children.length > 0 };
  if (collapsed.has(part.id)) return [row];
  return [row, ...part.children.flatMap((child) => below(child, collapsed))];
}

/** A part in which most of the trace's time goes by is what made it slow. */
export function dominantShare(part: Part, trace: Trace): number | null {
  const whole = trace.end - trace.start;
  const own = whole > 0 ? part.selfTime / whole : 0;
  return own >= 0.5 ? own : null;
}
