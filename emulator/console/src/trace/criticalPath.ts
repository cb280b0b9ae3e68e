/**
 * What the answer waited for: at every moment of the request exactly one part.
 *
 * From the end backwards: what ended last was waited for; when that began, whatever ran
 * then, or else the caller itself until something below it had ended; and so on down.
 * Of parallel work that ran when the other began, what began first is taken. Work that
 * outlasts its caller counts as long as the caller did.
 */
import type { Part, Trace } from "./part";
import type { Interval } from "./selfTime";

export interface CriticalPath {
  /** Seconds of the request, all of which some part answers for. */
  total: number;
  /** When the answer waited for the part itself, by id; in order of time. */
  waits: ReadonlyMap<string, Interval[]>;
  /** Seconds of each part on the path, by id. */
  seconds: ReadonlyMap<string, number>;
}

export function criticalPath(trace: Trace): CriticalPath {
  const top = trace.root ?? longest(trace);
  const waits = new Map<string, Interval[]>();
  const pending = top ? [{ part: top, from: top.start, to: top.end ?? trace.end }] : [];
  for (let step = pending.pop(); step; step = pending.pop()) {
    const { part, from, to } = step;
    const own: Interval[] = [];
    let reached = to;
    for (const child of waitedFor(part, from, to, trace.end)) {
      if (reached > child.to) own.push({ from: child.to, to: reached });
      pending.push(child);
      reached = child.from;
    }
    if (reached > from) own.push({ from, to: reached });
    waits.set(part.id, own.reverse());
  }
  const seconds = new Map(
    [...waits].map(([id, own]) => [id, own.reduce((sum, i) => sum + i.to - i.from, 0)]),
  );
  return { total: top ? (top.end ?? trace.end) - top.start : 0, waits, seconds };
}

/** Where most of the path's time goes by: the parts themselves, longest first. */
export function heaviest(path: CriticalPath, trace: Trace, wanted: number) {
  return [...path.seconds]
    .filter(([, seconds]) => seconds > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, wanted)
    .map(([id, seconds]) => ({ part: trace.byId.get(id)!, seconds }));
}

interface Step extends Interval {
  part: Part;
}

/** The parts below that were waited for between two moments, the last one first. */
function waitedFor(part: Part, from: number, to: number, traceEnd: number): Step[] {
  const endOf = (child: Part) => Math.min(child.end ?? traceEnd, to);
  const candidates = part.children
    .filter((child) => !child.inferred && endOf(child) > Math.max(child.start, from))
    .sort((a, b) => endOf(b) - endOf(a) || a.start - b.start);
  const steps: Step[] = [];
  let reached = to;
  const take = (child: Part) => {
    if (Math.max(child.start, from) >= reached) return;
    const began = Math.max(child.start, from);
    steps.push({ part: child, from: began, to: Math.min(endOf(child), reached) });
    reached = began;
  };
  // Of those that end after what is reached, the one that began first.
  let running: Part | null = null;
  for (const child of candidates) {
    if (running && endOf(child) < reached) take(running);
    if (endOf(child) <= reached) take(child);
    if (!running || child.start < running.start) running = child;
  }
  if (running) take(running);
  return steps;
}

function longest(trace: Trace): Part | null {
  const length = (part: Part) => (part.end ?? trace.end) - part.start;
  return trace.tops.reduce<Part | null>(
    (best, part) => (best === null || length(part) > length(best) ? part : best),
    null,
  );
}
