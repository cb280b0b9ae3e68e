/**
 * What the layout is made for: all that was on the map since it was opened.
 *
 * In a live window a rare call comes and goes. Were the map laid out anew each time,
 * everything would jump; so what went keeps its place. What is new is given one that is
 * free (added.ts).
 */
import { compareNames } from "../model";
import type { LayoutEdge, LayoutNode } from "./groups";

export interface Subject {
  nodes: LayoutNode[];
  edges: LayoutEdge[];
}

/** `before` itself while it has room for everything, so that nothing is done anew. */
export function grown(before: Subject | null, now: Subject): Subject {
  if (before === null) return subjectOf(now);
  const nodes = union(before.nodes, now.nodes, (node) => node.key);
  const edges = union(before.edges, now.edges, pairOf);
  if (nodes.length === before.nodes.length && edges.length === before.edges.length) {
    // Mostly holes: rather a map of its own.
    return now.nodes.length * 2 < before.nodes.length ? subjectOf(now) : before;
  }
  return now.nodes.length * 2 < nodes.length
    ? subjectOf(now)
    : subjectOf({ nodes, edges });
}

export function pairOf({ source, target }: LayoutEdge): string {
  return `${source} -> ${target}`;
}

/** In an order of its own, so that the same things always get the same places. */
function subjectOf({ nodes, edges }: Subject): Subject {
  return {
    nodes: nodes
      .map(({ key, name, type }) => ({ key, name, type }))
      .sort((a, b) => compareNames(a.key, b.key)),
    edges: union([], edges, pairOf)
      .map(({ source, target }) => ({ source, target }))
      .sort((a, b) => (pairOf(a) < pairOf(b) ? -1 : 1)),
  };
}

function union<T>(first: T[], second: T[], keyOf: (each: T) => string): T[] {
  const found = new Map(first.map((each) => [keyOf(each), each]));
  for (const each of second) if (!found.has(keyOf(each))) found.set(keyOf(each), each);
  return [...found.values()];
}
