/** The selected call, as its caller measured it; or the link between two traces. */
import { edgeFilter, serviceFilter } from "../../filter";
import { ambiguous, type Graph, type GraphEdge, type GraphNode } from "../../model";
import { Histogram } from "../../parts/Histogram";
import { SidePanel } from "../../parts/SidePanel";
import type { Window } from "../../range";
import { Distribution } from "./Distribution";
import { OverTime } from "./OverTime";
import "./panel.css";

interface Props {
  graph: Graph;
  edge: GraphEdge;
  window: Window;
  windowSeconds: number;
  premise: string;
  group: string;
  filtered: boolean;
  onSelect: (node: GraphNode | null) => void;
  onClose: () => void;
}

export function EdgePanel({ graph, edge, onSelect, onClose, ...props }: Props) {
  const { group, filtered, ...rest } = props;
  const caller = graph.nodes.find((node) => node.key === edge.source)!;
  const callee = graph.nodes.find((node) => node.key === edge.target)!;
  const [from, to] = [caller, callee].map((node) => ({
    name: node.name,
    type: ambiguous(graph, node) ? node.type : null,
  }));
  return (
    <SidePanel
      title={`${nameOf(caller)} → ${nameOf(callee)}`}
      subtitle={
        edge.link
          ? "Messages of one trace, taken up by another"
          : `As ${nameOf(caller)} measured it`
      }
      onClose={onClose}
    >
      {edge.link && <Ages edge={edge} />}
      <Distribution
        {...rest}
        statistics={edge.link ? null : edge.statistics}
        histogram={edge.histogram}
        expressionOf={(selection) =>
          edge.link
            ? serviceFilter(to!.name, to!.type, selection)
            : edgeFilter(from!, to!, selection)
        }
      />
      {edge.statistics && !edge.link && (
        <OverTime
          selector={edgeFilter(caller, callee)}
          group={group}
          filtered={filtered}
          window={rest.window}
        />
      )}
      <p className="ends">
        <NodeLink node={caller} onSelect={onSelect} />
        {edge.link ? " sends to " : " calls "}
        <NodeLink node={callee} onSelect={onSelect} />
      </p>
    </SidePanel>
  );
}

function nameOf(node: GraphNode): string {
  return node.client ? "Clients" : node.name;
}

function NodeLink({
  node,
  onSelect,
}: {
  node: GraphNode;
  onSelect: (node: GraphNode) => void;
}) {
  return (
    <button type="button" className="link" onClick={() => onSelect(node)}>
      {nameOf(node)}
    </button>
  );
}

/** How long messages waited; there is nothing of a caller's to choose by. */
function Ages({ edge }: { edge: GraphEdge }) {
  return (
    <>
      <h3>Age of messages when taken up</h3>
      <Histogram bins={edge.ages} chosen={null} />
    </>
  );
}
