/** The word mesh as a graph: the shape that the layout has to serve best. */
import type { LayoutEdge, LayoutNode } from "../src/layout/groups";

export const CATEGORIES = ["adjective", "color", "descriptor", "noun", "verb"];

export function wordMesh(handlers = 10): { nodes: LayoutNode[]; edges: LayoutEdge[] } {
  const words = CATEGORIES.flatMap((category) =>
    Array.from({ length: handlers }, (_, i) => node(`${category}-${i + 1}`)),
  );
  const table = node("names", "AWS::DynamoDB::Table");
  const [client, gateway, names] = [
    node("gateway", "client"),
    node("gateway"),
    node("names"),
  ];
  return {
    nodes: [client, gateway, names, table, ...words],
    edges: [
      edge(client, gateway),
      edge(gateway, names),
      edge(names, table),
      ...words.map((word) => edge(names, word)),
    ],
  };
}

export function node(name: string, type: string | null = null): LayoutNode {
  return { key: `${name} (${type ?? "service"})`, name, type };
}

export function edge(source: LayoutNode, target: LayoutNode): LayoutEdge {
  return { source: source.key, target: target.key };
}

/** Services in eight tiers, each called by one of the tier before, and calls at random. */
export function crowd(
  services: number,
  calls: number,
): { nodes: LayoutNode[]; edges: LayoutEdge[] } {
  const tiers = 8;
  const chance = seeded(1);
  const nodes = Array.from({ length: services }, (_, i) => node(crowdName(i)));
  const tierOf = (i: number) => Math.floor((i * tiers) / services);
  const pairs = new Map<string, [number, number]>();
  const call = (from: number, to: number) => pairs.set(`${from}-${to}`, [from, to]);
  for (let i = 1; i < services; i += 1) {
    const first = Math.ceil(((tierOf(i) - 1) * services) / tiers);
    const last = Math.ceil((tierOf(i) * services) / tiers);
    if (first >= 0) call(first + Math.floor(chance() * (last - first)), i);
  }
  while (pairs.size < calls) {
    const [a, b] = [chance(), chance()].map((at) => Math.floor(at * services));
    if (tierOf(a!) < tierOf(b!)) call(a!, b!);
  }
  return {
    nodes,
    edges: [...pairs.values()].map(([a, b]) => edge(nodes[a]!, nodes[b]!)),
  };
}

/** Names without numbers, which would make families of them. */
function crowdName(index: number): string {
  const letters = "abcdefghijklmnopqrst";
  return [index % 20, Math.floor(index / 20) % 20, Math.floor(index / 400)]
    .map((at) => letters[at])
    .join("")
    .padEnd(9, "-service");
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
