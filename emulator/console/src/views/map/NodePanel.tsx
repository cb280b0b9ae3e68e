/** The selected node: figures as the service itself measured them, and its neighbours. */
import Button from "@cloudscape-design/components/button";
import { serviceFilter } from "../../filter";
import { ambiguous, type Graph, type GraphEdge, type GraphNode } from "../../model";
import { SidePanel } from "../../parts/SidePanel";
import type { Window } from "../../range";
import { Distribution } from "./Distribution";
import { Neighbours } from "./Neighbours";
import { OverTime } from "./OverTime";
import "./panel.css";

interface Props {
  graph: Graph;
  node: GraphNode;
  window: Window;
  windowSeconds: number;
  premise: string;
  group: string;
  filtered: boolean;
  insight: string | null;
  focused: boolean;
  onFocus: (focused: boolean) => void;
  onSelect: (node: GraphNode | null) => void;
  onSelectEdge: (edge: GraphEdge) => void;
  onClose: () => void;
}

export function NodePanel(props: Props) {
  const { graph, node, window, windowSeconds, premise, insight, focused } = props;
  const type = ambiguous(graph, node) && !node.client ? node.type : null;
  return (
    <SidePanel
      title={node.client ? `Clients of ${node.name}` : node.name}
      subtitle={node.client ? "Where requests come from" : (node.type ?? "Service")}
      onClose={props.onClose}
    >
      {insight !== null && (
        <p className="insight-note">
          <strong>Insight:</strong> {insight}
        </p>
      )}
      {!node.statistics && !node.client && (
        <p className="faint">No request was completed in this time range.</p>
      )}
      <Distribution
        statistics={node.statistics}
        histogram={node.histogram}
        windowSeconds={windowSeconds}
        window={window}
        premise={premise}
        expressionOf={(selection) => serviceFilter(node.name, type, selection)}
      />
      {node.statistics && (
        <OverTime
          selector={serviceFilter(node.name, node.type)}
          group={props.group}
          filtered={props.filtered}
          window={window}
        />
      )}
      <Button
        iconName={focused ? "zoom-out" : "zoom-in"}
        variant="inline-link"
        onClick={() => props.onFocus(!focused)}
      >
        {focused ? "Show the whole map again" : "Show only its callers and callees"}
      </Button>
      <Neighbours
        graph={graph}
        node={node}
        windowSeconds={windowSeconds}
        onSelect={props.onSelect}
        onSelectEdge={props.onSelectEdge}
      />
    </SidePanel>
  );
}
