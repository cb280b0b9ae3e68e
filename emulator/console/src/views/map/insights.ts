/** What insights say about services, by the node's key; the newest first. */
import type { Graph } from "../../model";
import type { WireInsightSummaries, WireServiceId } from "../../wire";

export function insightsByNode(
  { InsightSummaries }: WireInsightSummaries,
  graph: Graph,
): Map<string, string> {
  const said = new Map<string, string>();
  for (const insight of InsightSummaries ?? []) {
    const named = [
      insight.RootCauseServiceId,
      ...(insight.TopAnomalousServices ?? []).map(({ ServiceId }) => ServiceId),
    ];
    const over = insight.State === "CLOSED" ? " (over)" : "";
    const text = `${insight.Summary ?? "Unusual faults"}${over}`;
    for (const node of graph.nodes) {
      if (node.client || said.has(node.key)) continue;
      if (named.some((id) => id && means(id, node))) said.set(node.key, text);
    }
  }
  return said;
}

/** An insight may leave the type of a service open. */
function means(id: WireServiceId, node: { name: string; type: string | null }): boolean {
  return id.Name === node.name && (id.Type == null || id.Type === node.type);
}
