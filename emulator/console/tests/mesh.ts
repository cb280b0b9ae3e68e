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
