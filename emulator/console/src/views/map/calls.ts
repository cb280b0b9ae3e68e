/** The calls behind what is drawn, the one that matters first. */
import type { PlacedEdge } from "../../layout/placed";
import { pairOf } from "../../layout/steady";
import { meanTime, type Graph, type GraphEdge } from "../../model";

/** Those that an arrow stands for; of a call and a link between the same two the call. */
export function callsOf(arrow: PlacedEdge | null, graph: Graph): GraphEdge[] {
  if (arrow === null) return [];
  const pairs = new Set(arrow.edges);
  const found = new Map<string, GraphEdge>();
  for (const edge of graph.edges) {
    const pair = pairOf(edge);
    if (pairs.has(pair) && (!found.has(pair) || !edge.link)) found.set(pair, edge);
  }
  return [...found.values()];
}

/** Most failures first, then slowest: of fifty callees the one that matters. */
export function byConcern(a: GraphEdge, b: GraphEdge): number {
  return failures(b) - failures(a) || mean(b) - mean(a);
}

function failures({ statistics }: GraphEdge): number {
  return statistics ? statistics.total - statistics.counts.ok : 0;
}

function mean({ statistics }: GraphEdge): number {
  return statistics ? meanTime(statistics) : 0;
}
