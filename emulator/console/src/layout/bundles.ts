/**
 * Which edges share an arrow.
 *
 * An arrow to a frame stands for the edges to several of its members. A caller of one
 * member only gets an arrow to that member: an arrow to the frame would say that it
 * calls them all.
 */
import type { LayoutEdge } from "./groups";

export interface Arrow {
  key: string;
  /** Keys of boxes: of a group, or of a node in none. */
  source: string;
  target: string;
  /** The one node of the target group that it goes to; null: to the box as such. */
  member: string | null;
  /** It starts or ends at a frame and so stands for whatever edges there are. */
  bundle: boolean;
  /** The graph's edges it stands for, as "source -> target". */
  edges: string[];
}

export function bundle(edges: LayoutEdge[], boxOf: (key: string) => string): Arrow[] {
  const between = new Map<string, LayoutEdge[]>();
  for (const edge of edges) {
    const key = edgeKey({ source: boxOf(edge.source), target: boxOf(edge.target) });
    between.set(key, [...(between.get(key) ?? []), edge]);
  }
  return [...between].map(([key, within]) => arrowFor(key, within, boxOf));
}

function arrowFor(
  key: string,
  edges: LayoutEdge[],
  boxOf: (key: string) => string,
): Arrow {
  const { source: from, target: to } = edges[0]!;
  const [source, target] = [boxOf(from), boxOf(to)];
  const only = target !== to && edges.every((edge) => edge.target === to);
  return {
    key,
    source,
    target,
    member: only ? to : null,
    bundle: source !== from || (target !== to && !only),
    edges: edges.map(edgeKey),
  };
}

function edgeKey({ source, target }: LayoutEdge): string {
  return `${source} -> ${target}`;
}
