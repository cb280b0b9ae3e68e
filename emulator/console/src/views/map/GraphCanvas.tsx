/** The drawn map: frames, arrows and nodes, moved about by the viewport. */
import { memo, useEffect, useMemo, type CSSProperties } from "react";
import { related } from "../../layout/focus";
import {
  placeGraph,
  signature,
  type Placed,
  type PlacedNode,
} from "../../layout/layered";
import type { Graph, GraphNode } from "../../model";
import { slowAmongSiblings } from "../../slow";
import { Arrowheads, Arrows } from "./Arrows";
import { Legend } from "./Legend";
import { NodeShape } from "./NodeShape";
import { labelScale, useViewport, type Area } from "./viewport";
import "./map.css";

interface Props {
  graph: Graph;
  /** null for the map of one trace, which has no rate. */
  windowSeconds: number | null;
  selected: GraphNode | null;
  search: string;
  /** Grows by one each time the matches are to be brought into view. */
  searchRound?: number;
  onSelect: (node: GraphNode | null) => void;
  /** Width that a panel covers at the right. */
  obscured?: number;
  legend?: boolean;
}

export function GraphCanvas(props: Props) {
  const { graph, selected, search, onSelect, obscured = 0, searchRound = 0 } = props;
  const placed = usePlaced(graph);
  const viewport = useViewport(wholeArea(placed), obscured);
  const { view } = viewport;

  const place = selected && placed.nodes.get(selected.key);
  useEffect(() => {
    if (place && viewport.ready) viewport.show(around([place]));
    // Only a new selection moves the map, not every change of the view.
  }, [place, obscured, viewport.ready]);
  useEffect(() => {
    const hits = graph.nodes
      .filter((node) => matches(node, search))
      .flatMap((node) => placed.nodes.get(node.key) ?? []);
    if (searchRound > 0 && hits.length > 0) viewport.show(around(hits), { zoomIn: true });
  }, [searchRound]);

  return (
    <div className="canvas">
      <svg
        ref={viewport.frame}
        className={view.scale < 0.5 ? "graph far" : "graph"}
        aria-label="Service map"
        role="group"
        style={{ "--label-scale": labelScale(view) } as CSSProperties}
        onClick={() => onSelect(null)}
        {...viewport.drag}
      >
        <Arrowheads />
        <g transform={`translate(${view.x},${view.y}) scale(${view.scale})`}>
          <Drawing {...props} placed={placed} />
        </g>
      </svg>
      <div className="canvas-tools">
        <div className="zoom" role="group" aria-label="Zoom">
          <button
            type="button"
            onClick={() => viewport.zoom(1.3)}
            aria-label="Zoom in"
            title="Zoom in"
          >
            +
          </button>
          <button
            type="button"
            onClick={() => viewport.zoom(1 / 1.3)}
            aria-label="Zoom out"
            title="Zoom out"
          >
            −
          </button>
          <button
            type="button"
            onClick={viewport.fit}
            aria-label="Fit to window"
            title="Fit to window"
          >
            Fit
          </button>
        </div>
        {props.legend && <Legend />}
      </div>
    </div>
  );
}

export function matches(node: GraphNode, search: string): boolean {
  return search !== "" && node.name.toLowerCase().includes(search.toLowerCase());
}

/** Laid out once for each set of nodes and edges, whatever their figures do. */
function usePlaced(graph: Graph): Placed {
  const shape = signature(graph.nodes, graph.edges);
  return useMemo(() => placeGraph(graph.nodes, graph.edges), [shape]);
}

type DrawingProps = Props & { placed: Placed };

const Drawing = memo(function Drawing(props: DrawingProps) {
  const { graph, placed, selected, search, onSelect, windowSeconds } = props;
  const focus = useMemo(
    () => (selected ? related(selected.key, graph.edges) : null),
    [selected?.key, graph.edges],
  );
  const slow = useMemo(() => slowAmongSiblings(graph.nodes), [graph.nodes]);
  const dim = (node: GraphNode) =>
    (focus !== null && !focus.has(node.key)) || (search !== "" && !matches(node, search));
  return (
    <>
      <Frames placed={placed} focus={focus} />
      <Arrows
        graph={graph}
        placed={placed}
        selected={selected}
        focus={focus}
        windowSeconds={windowSeconds}
      />
      {graph.nodes.map((node) => {
        const place = placed.nodes.get(node.key);
        return (
          place && (
            <NodeShape
              key={node.key}
              node={node}
              place={place}
              windowSeconds={windowSeconds}
              slow={slow.get(node.key) ?? null}
              dim={dim(node)}
              selected={selected?.key === node.key}
              onSelect={onSelect}
            />
          )
        );
      })}
    </>
  );
});

function Frames({ placed, focus }: { placed: Placed; focus: Set<string> | null }) {
  return placed.groups.map((group) => (
    <g
      key={group.key}
      className={
        focus && !group.members.some((key) => focus.has(key)) ? "frame dim" : "frame"
      }
      transform={`translate(${group.x},${group.y})`}
    >
      <rect width={group.width} height={group.height} rx="12" />
      <text x="14" y="19">
        {group.title}
        <tspan className="count" dx="6">
          {group.members.length}
        </tspan>
      </text>
    </g>
  ));
}

function wholeArea({ width, height }: Placed): Area {
  return { x: 0, y: 0, width: Math.max(width, 1), height: Math.max(height, 1) };
}

function around(places: PlacedNode[]): Area {
  const margin = 60;
  const left = Math.min(...places.map((p) => p.x - p.radius)) - margin;
  const right = Math.max(
    ...places.map((p) => p.x + p.radius + (p.compact ? p.labelWidth : 0)),
  );
  const top = Math.min(...places.map((p) => p.y - p.radius)) - margin;
  const bottom = Math.max(...places.map((p) => p.y + p.radius));
  return { x: left, y: top, width: right + margin - left, height: bottom + margin - top };
}
