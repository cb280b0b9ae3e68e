/** The map as rows of a table: what each says, and how they are sorted. */
import {
  compareNames,
  meanTime,
  worst,
  type Bin,
  type Graph,
  type GraphNode,
  type Outcome,
} from "../../model";

export interface Row {
  key: string;
  node: GraphNode;
  name: string;
  type: string;
  /** null where there are no figures. */
  mean: number | null;
  p95: number | null;
  requests: number;
  /** Share of requests that were not answered well. */
  failed: number | null;
  outcome: Outcome | null;
  /** How many times its siblings' median it takes, if remarkable. */
  slow: number | null;
  callers: number;
  callees: number;
  insight: string | null;
}

export type SortKey = Exclude<keyof Row, "key" | "node" | "outcome" | "slow">;

export function rowsOf(
  graph: Graph,
  insights: ReadonlyMap<string, string>,
  slow: ReadonlyMap<string, number>,
): Row[] {
  const callers = tally(graph.edges.map(({ target }) => target));
  const callees = tally(graph.edges.map(({ source }) => source));
  return graph.nodes.map((node) => {
    const { statistics } = node;
    return {
      key: node.key,
      node,
      name: node.client ? `Clients of ${node.name}` : node.name,
      type: node.client ? "client" : (node.type ?? "service"),
      mean: statistics && meanTime(statistics),
      p95: statistics && percentile(node.histogram, 0.95),
      requests: statistics?.total ?? 0,
      failed: statistics && 1 - statistics.counts.ok / statistics.total,
      outcome: statistics && worst(statistics),
      slow: slow.get(node.key) ?? null,
      callers: callers.get(node.key) ?? 0,
      callees: callees.get(node.key) ?? 0,
      insight: insights.get(node.key) ?? null,
    };
  });
}

/** The time within which this share of requests was answered; null without any. */
export function percentile(bins: Bin[], portion: number): number | null {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  let reached = 0;
  for (const { value, count } of bins) {
    reached += count;
    if (reached >= portion * total) return value;
  }
  return null;
}

/** What has no figure comes last, whichever way it is sorted. */
export function sorted(rows: Row[], by: SortKey, descending: boolean): Row[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[by], b[by]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order =
      typeof x === "number" && typeof y === "number"
        ? x - y
        : compareNames(String(x), String(y));
    const equal = by === "failed" ? sign * ((a.slow ?? 0) - (b.slow ?? 0)) : 0;
    return sign * order || equal || compareNames(a.name, b.name);
  });
}

function tally(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
