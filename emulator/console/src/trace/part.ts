/**
 * One trace as a tree: what was called hangs below the call.
 *
 * A segment or subsegment is a "part". A called service's segment names the caller's
 * subsegment as its parent, so the tree runs through services; where a parent never
 * came, a part of kind "missing" stands in its place and holds what waits for it.
 */
import type { Outcome } from "../model";
import type { WireDocument } from "../wire";

export interface Part {
  id: string;
  name: string;
  /** What the service graph calls it: a table's name rather than "DynamoDB". */
  node: string;
  type: string | null;
  kind: "segment" | "subsegment" | "missing";
  /** 0 for what nobody called. */
  level: number;
  start: number;
  /** null while it is in progress. */
  end: number | null;
  outcome: Outcome;
  status: number | null;
  inferred: boolean;
  /** Seconds in which nothing below it was at work. */
  selfTime: number;
  document: WireDocument;
  parent: Part | null;
  /** Its own subsegments and the segments it called, in order of start. */
  children: Part[];
}

export interface Trace {
  id: string;
  start: number;
  /** Of what is known; where something fresh is in progress, the present. */
  end: number;
  duration: number | null;
  tops: Part[];
  /** All of them, every one before those below it. */
  parts: Part[];
  byId: ReadonlyMap<string, Part>;
  root: Part | null;
  inProgress: boolean;
  partial: boolean;
  limitExceeded: boolean;
}

/** The parts and all below them, callers first. Chains may be thousands long. */
export function walk(tops: readonly Part[]): Part[] {
  const found: Part[] = [];
  const pending = [...tops].reverse();
  for (let part = pending.pop(); part; part = pending.pop()) {
    found.push(part);
    for (let i = part.children.length - 1; i >= 0; i -= 1) {
      pending.push(part.children[i]!);
    }
  }
  return found;
}

/** From its caller up to the top. */
export function ancestors(part: Part): Part[] {
  const found: Part[] = [];
  for (let above = part.parent; above; above = above.parent) found.push(above);
  return found;
}

/** The segment a subsegment was sent in; of a segment, itself. */
export function ownerOf(part: Part): Part {
  return [part, ...ancestors(part)].find((each) => each.kind !== "subsegment") ?? part;
}

export function endOf(part: Part, trace: Pick<Trace, "end">): number {
  return part.end ?? trace.end;
}
