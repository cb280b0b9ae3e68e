/** A node's part of the map: all that leads to it and all it leads to. */
import type { LayoutEdge } from "./groups";

export function related(key: string, edges: LayoutEdge[]): Set<string> {
  return new Set([...reach(key, edges, "callers"), ...reach(key, edges, "callees")]);
}

function reach(
  start: string,
  edges: LayoutEdge[],
  direction: "callers" | "callees",
): Set<string> {
  const next = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const [from, to] = direction === "callees" ? [source, target] : [target, source];
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const seen = new Set([start]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const key of next.get(at) ?? []) {
      if (!seen.has(key)) {
        seen.add(key);
        queue.push(key);
      }
    }
  }
  return seen;
}
