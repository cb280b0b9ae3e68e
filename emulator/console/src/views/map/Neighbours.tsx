/** Callers and callees with the edge's figures: how the CALLER saw the call. */
import { duration, perMinute, serviceType } from "../../format";
import { meanTime, type Graph, type GraphEdge, type GraphNode } from "../../model";
import { byConcern } from "./calls";
import { EdgeStatus } from "./EdgeStatus";
import "./neighbours.css";

interface Props {
  graph: Graph;
  node: GraphNode;
  windowSeconds: number;
  onSelect: (node: GraphNode) => void;
  onSelectEdge: (edge: GraphEdge) => void;
}

export function Neighbours({ graph, node, ...rest }: Props) {
  const nodes = new Map(graph.nodes.map((n) => [n.key, n]));
  const callers = graph.edges
    .filter((edge) => edge.target === node.key && edge.source !== node.key)
    .flatMap((edge) => pair(edge, nodes.get(edge.source)))
    .sort((a, b) => byConcern(a.edge, b.edge));
  const callees = graph.edges
    .filter((edge) => edge.source === node.key && edge.target !== node.key)
    .flatMap((edge) => pair(edge, nodes.get(edge.target)))
    .sort((a, b) => byConcern(a.edge, b.edge));
  return (
    <>
      <NeighbourTable title="Called by" rows={callers} {...rest} />
      <NeighbourTable title="Calls" rows={callees} {...rest} />
    </>
  );
}

type Row = { edge: GraphEdge; node: GraphNode };

function NeighbourTable({
  title,
  rows,
  windowSeconds,
  onSelect,
  onSelectEdge,
}: {
  title: string;
  rows: Row[];
  windowSeconds: number;
  onSelect: (node: GraphNode) => void;
  onSelectEdge: (edge: GraphEdge) => void;
}) {
  if (rows.length === 0) return null;
  return (
    <table className="neighbours">
      <caption>
        {title} <span className="faint">as the caller measured it</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Status</th>
          <th scope="col">Mean</th>
          <th scope="col">/min</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ edge, node }) => (
          <tr key={edge.key}>
            <td>
              <button type="button" className="link" onClick={() => onSelect(node)}>
                {node.client ? "Clients" : node.name}
              </button>
              {node.type && !node.client && (
                <span className="faint"> {serviceType(node.type)}</span>
              )}
            </td>
            <td>
              <EdgeStatus edge={edge} />
            </td>
            <td className="number">
              {edge.statistics && (
                <button
                  type="button"
                  className="link"
                  aria-label={`${duration(meanTime(edge.statistics))}: more about this call`}
                  title="More about this call"
                  onClick={() => onSelectEdge(edge)}
                >
                  {duration(meanTime(edge.statistics))}
                </button>
              )}
            </td>
            <td className="number">
              {edge.statistics && perMinute(edge.statistics.total, windowSeconds)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function pair(edge: GraphEdge, node: GraphNode | undefined): Row[] {
  return node ? [{ edge, node }] : [];
}
