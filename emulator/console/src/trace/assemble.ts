/** From the API's documents to the tree that the page shows. */
import { outcomeOf } from "../model";
import type { WireDocument, WireTrace } from "../wire";
import { walk, type Part, type Trace } from "./part";
import { ownIntervals, total } from "./selfTime";

/** So long after its last sign of life, what is in progress may still be at work. */
const FRESH_SECONDS = 60;

interface Beside {
  /** Documents of subsegments whose parent has not come; X-Ray hides them. */
  orphans?: readonly string[];
  /** Epoch seconds: how far what is in progress has got. */
  now?: number;
}

export function traceFrom(wire: WireTrace, { orphans = [], now = 0 }: Beside = {}) {
  const segments = (wire.Segments ?? []).flatMap(({ Document }) => parse(Document));
  const parts = segments.flatMap((document) => partsOf(document, "segment"));
  const known = new Set(parts.map(({ id }) => id));
  // Both are asked for one after the other: in between, a parent may have come.
  for (const orphan of orphans.flatMap(parse)) {
    if (!known.has(orphan.id)) parts.push(...partsOf(orphan, "subsegment"));
  }
  const byId = new Map(parts.map((part) => [part.id, part]));
  const missing = hang(parts, byId);
  const everything = [...parts, ...missing];
  const tops = standingAlone(everything);
  const ordered = number(tops);
  const inProgress = parts.some((part) => part.end === null);
  const { start, end } = bounds(parts, inProgress ? now : 0);
  for (const part of ordered) part.selfTime = total(ownIntervals(part, end));
  const trace: Trace = {
    id: wire.Id,
    start,
    end,
    duration: wire.Duration ?? null,
    tops,
    parts: ordered,
    byId,
    root: tops.find((top) => top.kind === "segment" && !top.document.parent_id) ?? null,
    inProgress,
    partial: missing.length > 0,
    limitExceeded: wire.LimitExceeded ?? false,
  };
  return trace;
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

/** A document's parts, its subsegments below it; depth is bounded by the API. */
function partsOf(document: WireDocument, kind: Part["kind"]): Part[] {
  const top = partFrom(document, kind);
  const inside = (document.subsegments ?? []).map((each) => partsOf(each, "subsegment"));
  for (const [child] of inside) {
    child!.parent = top;
    top.children.push(child!);
  }
  return [top, ...inside.flat()];
}

function partFrom(document: WireDocument, kind: Part["kind"]): Part {
  const status = document.http?.response?.status;
  return {
    id: document.id,
    name: document.name ?? "unknown",
    node: nodeName(document),
    type: document.origin ?? document.namespace ?? null,
    kind,
    level: 0,
    start: document.start_time ?? 0,
    end: document.in_progress ? null : (document.end_time ?? null),
    outcome: outcomeOf(document),
    status: typeof status === "number" ? status : null,
    inferred: document.inferred ?? false,
    selfTime: 0,
    document,
    parent: null,
    children: [],
  };
}

function nodeName(document: WireDocument): string {
  const resource = document.inferred ? document.aws?.["resource_names"] : undefined;
  const first: unknown = Array.isArray(resource) ? resource[0] : undefined;
  return typeof first === "string" ? first : (document.name ?? "unknown");
}

/** Hangs what was called below its caller; the callers that never came. */
function hang(parts: readonly Part[], byId: Map<string, Part>): Part[] {
  const missing: Part[] = [];
  for (const part of parts) {
    const id = part.document.parent_id;
    if (part.parent || !id) continue;
    let caller = byId.get(id);
    if (!caller) {
      caller = missingPart(id, part.start);
      byId.set(id, caller);
      missing.push(caller);
    }
    part.parent = caller;
    caller.children.push(part);
  }
  for (const part of missing) {
    part.start = Math.min(...part.children.map(({ start }) => start));
    const ends = part.children.map(({ end }) => end ?? part.start);
    part.end = Math.max(...ends);
  }
  return missing;
}

function missingPart(id: string, start: number): Part {
  const document = { id, name: "not received" };
  return { ...partFrom(document, "missing"), start, end: start };
}

/** What nobody called; ids that point at each other in a ring are cut somewhere. */
function standingAlone(parts: readonly Part[]): Part[] {
  const tops = parts.filter((part) => part.parent === null);
  const reached = new Set(walk(tops));
  for (const part of parts) {
    if (reached.has(part)) continue;
    const caller = part.parent!;
    caller.children = caller.children.filter((child) => child !== part);
    part.parent = null;
    tops.push(part);
    walk([part]).forEach((each) => reached.add(each));
  }
  return tops.sort(byStart);
}

/** Everything in order of start, each with its level. */
function number(tops: readonly Part[]): Part[] {
  for (const part of walk(tops)) part.children.sort(byStart);
  const ordered = walk(tops);
  for (const part of ordered) part.level = part.parent ? part.parent.level + 1 : 0;
  return ordered;
}

function bounds(parts: readonly Part[], now: number) {
  let start = Infinity;
  let end = -Infinity;
  for (const part of parts) {
    start = Math.min(start, part.start);
    end = Math.max(end, part.end ?? part.start);
  }
  if (parts.length === 0) return { start: 0, end: 0 };
  return { start, end: now > end && now - end < FRESH_SECONDS ? now : end };
}

function byStart(a: Part, b: Part): number {
  return a.start - b.start;
}
