/** When a part was at work itself, and not waiting for what it called. */
import type { Part } from "./part";

export interface Interval {
  from: number;
  to: number;
}

/**
 * The gaps between all that is directly below a part. An inferred callee repeats its
 * caller's subsegment: the time is the caller's own.
 */
export function ownIntervals(part: Part, traceEnd: number): Interval[] {
  const end = part.end ?? traceEnd;
  if (part.inferred || part.kind === "missing") return [];
  const own: Interval[] = [];
  let reached = part.start;
  for (const child of part.children) {
    if (child.inferred) continue;
    const from = Math.min(Math.max(child.start, part.start), end);
    if (from > reached) own.push({ from: reached, to: from });
    reached = Math.max(reached, Math.min(child.end ?? traceEnd, end));
  }
  if (end > reached) own.push({ from: reached, to: end });
  return own;
}

export function total(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}
