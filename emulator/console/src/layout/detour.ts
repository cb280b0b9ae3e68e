/**
 * Arrows past a rank: gateway -> a word, where the usual way leads through names.
 *
 * Such an arrow has no say in where things stand, so that one unusual request does
 * not rearrange the map; it finds its way around what is there.
 */
import type { Point } from "./boxes";
import type { LayoutEdge } from "./groups";

export interface Obstacle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const CLEARANCE = 14;

/** The edges whose target can be reached from their source by others, too. */
export function shortcuts<E extends LayoutEdge>(edges: readonly E[]): Set<E> {
  const next = new Map<string, Set<string>>();
  for (const { source, target } of edges) {
    next.set(source, (next.get(source) ?? new Set()).add(target));
  }
  const found = new Set<E>();
  for (const edge of edges) {
    const targets = next.get(edge.source)!;
    if (edge.source === edge.target || targets.size === 1) continue;
    // Taken out one by one: of two that replace each other one has to stay.
    targets.delete(edge.target);
    if (leads(edge.source, edge.target, next)) found.add(edge);
    else targets.add(edge.target);
  }
  return found;
}

function leads(from: string, to: string, next: ReadonlyMap<string, Set<string>>) {
  const seen = new Set([from]);
  // A set's iterator also visits what is added on the way.
  for (const at of seen) {
    for (const target of next.get(at) ?? []) seen.add(target);
    if (seen.has(to)) return true;
  }
  return false;
}

/** Where an arrow has to bend to keep clear of the boxes between its ends. */
export function detour(from: Point, to: Point, obstacles: readonly Obstacle[]): Point[] {
  const between = obstacles.filter(({ left, right }) => left > from.x && right < to.x);
  const upwards = to.y < from.y;
  // Going up, the lowest box comes first: past it the next one may be in the way.
  const ordered = [...between].sort((a, b) => (upwards ? b.top - a.top : a.top - b.top));
  let y = from.y;
  const passed: Obstacle[] = [];
  for (const box of ordered) {
    if (y < box.top - CLEARANCE || y > box.bottom + CLEARANCE) continue;
    y = upwards ? box.top - CLEARANCE : box.bottom + CLEARANCE;
    passed.push(box);
  }
  if (passed.length === 0) return [];
  return [
    { x: Math.min(...passed.map((box) => box.left)), y },
    { x: Math.max(...passed.map((box) => box.right)), y },
  ];
}
