/** What is on the map: frames, arrows and nodes, in the detail that the distance allows. */
import { memo, useCallback, useMemo } from "react";
import { related } from "../../layout/focus";
import { neighbourAt } from "../../layout/nearest";
import type { Placed } from "../../layout/placed";
import { type Graph, type GraphEdge, type GraphNode } from "../../model";
import { slowAmongSiblings } from "../../slow";
import { Arrowheads, Arrows } from "./Arrows";
import { FarLabels } from "./FarLabels";
import { ringSizes, type Look } from "./look";

import { NodeShape } from "./NodeShape";
import { isNear, visibleArea, within, type Size, type View } from "./viewport";
import "./frame.css";

export interface Props {
  graph: Graph;
  placed: Placed;
  /** The resting one, which this is drawn for. */
  view: View;
  size: Size;
  look: Look;
  /** All services, also those that are not shown: whom to compare with. */
  siblings: GraphNode[];
  windowSeconds: number | null;
  selected: GraphNode | null;
  selectedEdge: GraphEdge | null;
  search: string;
  /** What insights say, by node. */
  insights: ReadonlyMap<string, string>;
  onSelect: (node: GraphNode) => void;
  onGo: (key: string) => void;
}

/** Windows around the visible one that are drawn in detail, so that a drag finds it. */
const MARGIN = 0.7;

export const Drawing = memo(function Drawing(props: Props) {
  const { graph, placed, view, size, look, selected, selectedEdge, search } = props;
  const near = isNear(view);
  const area = useMemo(() => visibleArea(view, size, MARGIN), [view, size]);
  const focus = useFocus(graph, selected, selectedEdge);
  const slow = useMemo(() => slowAmongSiblings(props.siblings), [props.siblings]);
  const sizes = useMemo(
    () => ringSizes(graph.nodes, look.sizing),
    [graph.nodes, look.sizing],
  );
  const onKey = useKeys(props);
  const dim = useCallback(
    (node: GraphNode) =>
      (focus !== null && !focus.has(node.key)) ||
      (search !== "" && !matches(node, search)),
    [focus, search],
  );
  const wanted = useCallback(
    (node: GraphNode) => node.key === selected?.key || matches(node, search),
    [selected?.key, search],
  );
  const stop = selected?.key ?? graph.nodes.find((n) => placed.nodes.has(n.key))?.key;
  return (
    <>
      <Arrowheads />
      <Frames placed={placed} graph={graph} focus={focus} />
      <Arrows
        graph={graph}
        placed={placed}
        selected={selected}
        selectedEdge={selectedEdge}
        focus={focus}
        windowSeconds={props.windowSeconds}
        labelled={look.edgeFigures && near ? area : null}
        area={near && placed.crowded ? area : null}
      />
      {graph.nodes.map((node) => {
        const place = placed.nodes.get(node.key);
        return (
          place && (
            <NodeShape
              key={node.key}
              node={node}
              place={place}
              windowSeconds={props.windowSeconds}
              slow={slow.get(node.key) ?? null}
              insight={props.insights.get(node.key) ?? null}
              size={sizes.get(node.key) ?? 1}
              icon={look.icons}
              near={near && within(place, area)}
              dim={dim(node)}
              selected={selected?.key === node.key}
              stop={stop === node.key}
              onSelect={props.onSelect}
              onKey={onKey}
            />
          )
        );
      })}
      {!near && (
        <FarLabels
          graph={graph}
          placed={placed}
          scale={view.scale}
          width={size.width}
          sizes={sizes}
          slow={slow}
          wanted={wanted}
          dim={dim}
        />
      )}
    </>
  );
});

export function matches(node: GraphNode, search: string): boolean {
  return search !== "" && node.name.toLowerCase().includes(search.toLowerCase());
}

function useFocus(graph: Graph, selected: GraphNode | null, edge: GraphEdge | null) {
  return useMemo(() => {
    if (edge) return new Set([edge.source, edge.target]);
    return selected ? related(selected.key, graph.edges) : null;
  }, [selected?.key, edge?.key, graph.edges]);
}

/** Enter opens a node; arrow keys go to the next one in their direction. */
function useKeys({ graph, placed, onSelect, onGo }: Props) {
  return useCallback(
    (node: GraphNode, press: React.KeyboardEvent) => {
      if (press.key === "Enter" || press.key === " ") {
        press.preventDefault();
        onSelect(node);
        return;
      }
      const shown = graph.nodes.flatMap(({ key }) => placed.nodes.get(key) ?? []);
      const from = placed.nodes.get(node.key);
      const next = from && neighbourAt(from, shown, press.key);
      if (!next) return;
      press.preventDefault();
      onGo(next.key);
    },
    [graph, placed, onSelect, onGo],
  );
}

function Frames({
  placed,
  graph,
  focus,
}: {
  placed: Placed;
  graph: Graph;
  focus: Set<string> | null;
}) {
  const present = useMemo(() => new Set(graph.nodes.map(({ key }) => key)), [graph]);
  return placed.groups.map((group) => {
    const members = group.members.filter((key) => present.has(key));
    const dim = focus !== null && !members.some((key) => focus.has(key));
    if (members.length === 0) return null;
    return (
      <g
        key={group.key}
        className={dim ? "frame dim" : "frame"}
        transform={`translate(${group.x},${group.y})`}
      >
        <rect width={group.width} height={group.height} rx="12" />
        <text x="14" y="19">
          {group.title}
          <tspan className="count" dx="6">
            {members.length}
          </tspan>
        </text>
      </g>
    );
  });
}
