/** Which rank everything stands in, and in which order: few arrows cross that way. */
import type { LayoutEdge } from "./groups";

const SWEEPS = 12;

/** Callers in lower ranks than callees, but for calls that close a circle. */
export function ranksOf(keys: string[], edges: LayoutEdge[]): string[][] {
  const forward = withoutCircles(keys, edges);
  const callees = neighbours(keys, forward, "target");
  const callers = neighbours(keys, forward, "source");
  const rank = new Map<string, number>();
  for (const key of callersFirst(keys, callees)) {
    const above = callers.get(key)!.map((caller) => rank.get(caller)!);
    rank.set(key, Math.max(-1, ...above) + 1);
  }
  // Whoever nobody calls stands right before what it calls, not at the far left.
  for (const key of keys) {
    const below = callees.get(key)!.map((callee) => rank.get(callee)!);
    if (callers.get(key)!.length > 0 || below.length === 0) continue;
    rank.set(key, Math.min(...below) - 1);
  }
  const ranks: string[][] = [];
  for (const key of keys) (ranks[rank.get(key)!] ??= []).push(key);
  return ranks.filter(Boolean);
}

/** Each rank sorted by where its callers and callees stand, to and fro. */
export function orderRanks(ranks: string[][], edges: LayoutEdge[]): string[][] {
  const keys = ranks.flat();
  const callees = neighbours(keys, edges, "target");
  const callers = neighbours(keys, edges, "source");
  const at = new Map<string, number>();
  const settle = (rank: string[]) =>
    rank.forEach((key, index) => at.set(key, (index + 0.5) / rank.length));
  ranks.forEach(settle);
  let ordered = ranks;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const down = sweep % 2 === 0;
    const pull = down ? callers : callees;
    ordered = ordered.map((rank) => [...rank]);
    for (const rank of down ? ordered : [...ordered].reverse()) {
      const wanted = new Map(rank.map((key) => [key, mean(key, pull.get(key)!, at)]));
      rank.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
      settle(rank);
    }
  }
  return ordered;
}

function mean(key: string, others: string[], at: ReadonlyMap<string, number>): number {
  if (others.length === 0) return at.get(key)!;
  return others.reduce((sum, other) => sum + at.get(other)!, 0) / others.length;
}

/** Without the calls that lead back to where the way to them began. */
function withoutCircles(keys: string[], edges: LayoutEdge[]): LayoutEdge[] {
  const callees = neighbours(keys, edges, "target");
  const called = new Set(edges.map(({ target }) => target));
  const starts = [...keys].sort((a, b) => Number(called.has(a)) - Number(called.has(b)));
  const open = new Set<string>();
  const done = new Set<string>();
  const back = new Set<string>();
  const visit = (start: string) => {
    const way = [{ key: start, left: [...callees.get(start)!] }];
    open.add(start);
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const next = here.left.pop();
      if (next === undefined) {
        open.delete(here.key);
        done.add(here.key);
        way.pop();
      } else if (open.has(next)) {
        back.add(`${here.key} -> ${next}`);
      } else if (!done.has(next)) {
        open.add(next);
        way.push({ key: next, left: [...callees.get(next)!] });
      }
    }
  };
  for (const key of starts) if (!done.has(key)) visit(key);
  return edges.filter(({ source, target }) => !back.has(`${source} -> ${target}`));
}

/** In an order in which everything comes after all that calls it. */
function callersFirst(keys: string[], callees: ReadonlyMap<string, string[]>): string[] {
  const waiting = new Map(keys.map((key) => [key, 0]));
  for (const targets of callees.values()) {
    for (const target of targets) waiting.set(target, waiting.get(target)! + 1);
  }
  const ready = keys.filter((key) => waiting.get(key) === 0);
  for (const key of ready) {
    for (const target of callees.get(key)!) {
      waiting.set(target, waiting.get(target)! - 1);
      if (waiting.get(target) === 0) ready.push(target);
    }
  }
  return ready;
}

/** Of each: its callees ("target") or its callers ("source"). */
function neighbours(keys: string[], edges: LayoutEdge[], end: "source" | "target") {
  const found = new Map<string, string[]>(keys.map((key) => [key, []]));
  for (const edge of edges) {
    if (edge.source === edge.target) continue;
    const at = end === "target" ? edge.source : edge.target;
    found.get(at)?.push(edge[end]);
  }
  return found;
}
