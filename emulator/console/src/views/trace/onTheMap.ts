/** Which node of the map a part is about, and which parts a node stands for. */
import type { Graph, GraphNode } from "../../model";
import { ownerOf, type Part, type Trace } from "../../trace/part";

const MILLISECOND = 0.001;

/** A call is about whom it calls, other work about the service that does it. */
export function nodeOf(part: Part, graph: Graph): GraphNode | null {
  const called = part.children.find(({ kind }) => kind === "segment");
  const about = part.kind === "subsegment" ? (called ?? ownerOf(part)) : part;
  const named = graph.nodes.filter((node) => !node.client && node.name === about.node);
  return named.find(({ type }) => type === about.type) ?? named[0] ?? null;
}

/** How many the map will have, about: clients and equal names of two types aside. */
export function countNodes(trace: Trace): number {
  const segments = trace.parts.filter(({ kind }) => kind === "segment");
  return new Set(segments.map(({ node }) => node)).size;
}

/**
 * The graph with the timeline's response times: X-Ray's own are of whole milliseconds,
 * too coarse for one trace. Only where both mean the same.
 */
export function inFull(graph: Graph, trace: Trace): Graph {
  const nodes = graph.nodes.map((node) => {
    const { statistics } = node;
    if (!statistics || node.client) return node;
    const times = trace.parts
      .filter((part) => part.kind === "segment" && part.node === node.name)
      .flatMap(({ start, end }) => (end === null ? [] : [end - start]));
    const totalTime = times.reduce((sum, each) => sum + each, 0);
    const same = Math.abs(totalTime - statistics.totalTime) <= MILLISECOND;
    return times.length === statistics.total && same
      ? { ...node, statistics: { ...statistics, totalTime } }
      : node;
  });
  return { ...graph, nodes };
}

/** A node has as many segments as it was called; pressed again, it goes to the next. */
export function nextPartOf(
  node: GraphNode,
  trace: Trace,
  selected: Part | null,
): Part | null {
  if (node.client) return trace.root;
  const named = trace.parts.filter(
    (part) => part.kind === "segment" && part.node === node.name,
  );
  const exact = named.filter((part) => part.type === node.type);
  const candidates = exact.length > 0 ? exact : named;
  const at = selected ? candidates.indexOf(selected) : -1;
  return candidates[(at + 1) % Math.max(candidates.length, 1)] ?? null;
}
