/**
 * One trace as the timeline shows it: its segments in call order, each with its
 * subsegments below it.
 *
 * A called service's segment hangs on the caller's subsegment by parent_id. The
 * timeline keeps segments as groups of their own, one below the other, so that a
 * deep chain does not run out of the right edge.
 */
import { outcomeOf, type Outcome } from "./model";
import type { WireDocument, WireTrace } from "./wire";

/** A segment or subsegment; the word "part" covers both. */
export interface Part {
  id: string;
  name: string;
  /** What the service graph calls it: a table's name rather than "DynamoDB". */
  node: string;
  type: string | null;
  segment: boolean;
  depth: number;
  start: number;
  /** null while it is in progress. */
  end: number | null;
  outcome: Outcome;
  status: number | null;
  inferred: boolean;
  /** Its parent was never received. */
  orphan: boolean;
  /** Seconds in which none of its callees or children was at work. */
  selfTime: number;
  document: WireDocument;
  children: Part[];
}

export interface Trace {
  id: string;
  start: number;
  end: number;
  duration: number | null;
  /** Segments in call order: every callee follows its caller. */
  segments: Part[];
  root: Part | null;
  inProgress: boolean;
  partial: boolean;
  limitExceeded: boolean;
}

export function traceFrom(wire: WireTrace): Trace {
  const documents = (wire.Segments ?? []).flatMap(({ Document }) => parse(Document));
  const ids = new Set(documents.flatMap(idsIn));
  const parts = documents
    .map((document) => partFrom(document, 0, ids))
    .sort((a, b) => a.start - b.start);
  const callees = calleesByCaller(parts);
  const all = parts.flatMap(flatten);
  const start = Math.min(...all.map((p) => p.start));
  const end = Math.max(...all.map((p) => p.end ?? p.start));
  parts.forEach((part) => setSelfTime(part, callees, end));
  return {
    id: wire.Id,
    start: Number.isFinite(start) ? start : 0,
    end: Number.isFinite(end) ? end : 0,
    duration: wire.Duration ?? null,
    segments: inCallOrder(parts, callees),
    root: parts.find((part) => !part.document.parent_id) ?? null,
    inProgress: all.some((part) => part.end === null),
    partial: parts.some((part) => part.orphan),
    limitExceeded: wire.LimitExceeded ?? false,
  };
}

/** A part and all below it within its own segment, in order of start. */
export function flatten(part: Part): Part[] {
  return [part, ...part.children.flatMap(flatten)];
}

export function findPart(trace: Trace, id: string | null): Part | null {
  if (id === null) return null;
  return trace.segments.flatMap(flatten).find((part) => part.id === id) ?? null;
}

function parse(text: string): WireDocument[] {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === "object" && document !== null
      ? [document as WireDocument]
      : [];
  } catch {
    return [];
  }
}

function idsIn(document: WireDocument): string[] {
  return [document.id, ...(document.subsegments ?? []).flatMap(idsIn)];
}

function partFrom(document: WireDocument, depth: number, ids: Set<string>): Part {
  const children = (document.subsegments ?? [])
    .map((child) => partFrom(child, depth + 1, ids))
    .sort((a, b) => a.start - b.start);
  const status = document.http?.response?.status;
  const start = document.start_time ?? 0;
  return {
    id: document.id,
    name: document.name ?? "unknown",
    node: nodeName(document),
    type: document.origin ?? document.namespace ?? null,
    segment: depth === 0,
    depth,
    start,
    end: document.in_progress ? null : (document.end_time ?? null),
    outcome: outcomeOf(document),
    status: typeof status === "number" ? status : null,
    inferred: document.inferred ?? false,
    orphan:
      document.parent_id !== undefined && !ids.has(document.parent_id) && depth === 0,
    selfTime: 0,
    document,
    children,
  };
}

function nodeName(document: WireDocument): string {
  const resource = document.inferred ? document.aws?.["resource_names"] : undefined;
  const first: unknown = Array.isArray(resource) ? resource[0] : undefined;
  return typeof first === "string" ? first : (document.name ?? "unknown");
}

function calleesByCaller(parts: Part[]): Map<string, Part[]> {
  const callees = new Map<string, Part[]>();
  for (const part of parts) {
    const caller = part.document.parent_id;
    if (caller) callees.set(caller, [...(callees.get(caller) ?? []), part]);
  }
  return callees;
}

function inCallOrder(parts: Part[], callees: Map<string, Part[]>): Part[] {
  const seen = new Set<Part>();
  const ordered: Part[] = [];
  const visit = (part: Part) => {
    if (seen.has(part)) return;
    seen.add(part);
    ordered.push(part);
    flatten(part)
      .flatMap((p) => callees.get(p.id) ?? [])
      .forEach(visit);
  };
  parts.filter((part) => !part.document.parent_id || part.orphan).forEach(visit);
  // Ids that point at each other in a ring are reachable from no root.
  parts.forEach(visit);
  return ordered;
}

function setSelfTime(part: Part, callees: Map<string, Part[]>, traceEnd: number): void {
  part.children.forEach((child) => setSelfTime(child, callees, traceEnd));
  const end = part.end ?? traceEnd;
  // An inferred callee repeats its caller's subsegment: the time is the caller's own.
  const called = (callees.get(part.id) ?? []).filter((callee) => !callee.inferred);
  const busy = [...part.children, ...called]
    .map(
      (p) => [Math.max(p.start, part.start), Math.min(p.end ?? traceEnd, end)] as const,
    )
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0]);
  let covered = 0;
  let reached = part.start;
  for (const [from, to] of busy) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  part.selfTime = part.inferred ? 0 : Math.max(0, end - part.start - covered);
}
