/** Less of a graph: without what a pattern names, or only one node's part of it. */
import { related } from "../../layout/focus";
import type { Graph, GraphNode } from "../../model";

/** Names that a pattern means; null for a pattern that cannot be read. */
export type Pattern = (name: string) => boolean;

/**
 * `adj*, *-canary` by wildcards, or `/^adj-\d$/` as a regular expression; capitals do
 * not matter. A name without a wildcard means any name that contains it.
 */
export function patternFrom(text: string): Pattern | null {
  const given = text.trim();
  const regular = /^\/(.+)\/$/.exec(given)?.[1];
  if (regular !== undefined) return regularPattern(regular);
  const parts = given.split(",").map((part) => part.trim().toLowerCase());
  const wanted = parts.filter(Boolean).map(wildcard);
  return (name) => wanted.some((means) => means(name.toLowerCase()));
}

function regularPattern(source: string): Pattern | null {
  try {
    const expression = new RegExp(source, "i");
    return (name) => expression.test(name);
  } catch {
    return null;
  }
}

function wildcard(text: string): Pattern {
  if (!text.includes("*")) return (name) => name.includes(text);
  const pieces = text
    .split("*")
    .map((piece) => piece.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  const expression = new RegExp(`^${pieces.join(".*")}$`);
  return (name) => expression.test(name);
}

export function without(graph: Graph, hidden: Pattern): Graph {
  return only(graph, (node) => !hidden(node.name));
}

/** All that leads to a node and all that it leads to. */
export function around(graph: Graph, key: string): Graph {
  const part = related(key, graph.edges);
  return only(graph, (node) => part.has(node.key));
}

function only(graph: Graph, wanted: (node: GraphNode) => boolean): Graph {
  const nodes = graph.nodes.filter(wanted);
  if (nodes.length === graph.nodes.length) return graph;
  const left = new Set(nodes.map((node) => node.key));
  const edges = graph.edges.filter(
    ({ source, target }) => left.has(source) && left.has(target),
  );
  return { ...graph, nodes, edges };
}
