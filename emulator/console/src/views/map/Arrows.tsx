/** The arrows: those of the layout, and single ones around the selected node. */
import { duration, perMinute } from "../../format";
import type { Point } from "../../layout/boxes";
import type { Placed, PlacedEdge, PlacedNode } from "../../layout/layered";
import { arrowPath, edgePath, memberPath } from "../../layout/path";
import { meanTime, type Graph, type GraphEdge, type GraphNode } from "../../model";

interface Props {
  graph: Graph;
  placed: Placed;
  selected: GraphNode | null;
  /** The selected node's part of the map; null when nothing is selected. */
  focus: Set<string> | null;
  windowSeconds: number | null;
}

export function Arrows({ graph, placed, selected, focus, windowSeconds }: Props) {
  const bundled = new Set(
    placed.edges.filter((arrow) => arrow.bundle).flatMap((arrow) => arrow.edges),
  );
  // An edge to the selected member of a group is drawn by itself, not in the bundle.
  const single = (edge: GraphEdge) =>
    selected !== null &&
    placed.nodes.get(selected.key)?.group != null &&
    bundled.has(edge.key) &&
    (edge.source === selected.key || edge.target === selected.key);
  const lit = new Set(
    graph.edges
      .filter(
        (edge) => focus?.has(edge.source) && focus.has(edge.target) && !single(edge),
      )
      .map((edge) => edge.key),
  );
  const links = new Set(graph.edges.filter((edge) => edge.link).map((edge) => edge.key));
  return (
    <g className="arrows">
      {placed.edges.map((arrow) => {
        const isLit = arrow.edges.some((key) => lit.has(key));
        const state = focus === null ? "" : isLit ? "lit" : "dim";
        const link = arrow.edges.some((key) => links.has(key));
        return (
          <path
            key={arrow.key}
            className={`arrow ${state} ${link ? "link" : ""}`}
            d={arrowPath(arrow, placed)}
            markerEnd={state === "lit" ? "url(#head-lit)" : "url(#head)"}
          />
        );
      })}
      {graph.edges.filter(single).map((edge) => {
        const path = singlePath(edge, placed);
        return (
          path && (
            <path
              key={edge.key}
              className="arrow lit"
              d={path}
              markerEnd="url(#head-lit)"
            />
          )
        );
      })}
      {selected &&
        graph.edges
          .filter((edge) => labelled(edge, selected, placed))
          .map((edge) => (
            <EdgeLabel
              key={edge.key}
              edge={edge}
              placed={placed}
              windowSeconds={windowSeconds}
            />
          ))}
    </g>
  );
}

/** Figures stand at arrows of one edge only, next to the selected node. */
function labelled(edge: GraphEdge, selected: GraphNode, placed: Placed): boolean {
  if (edge.source === edge.target) return false;
  if (edge.target === selected.key) return true;
  return edge.source === selected.key && placed.nodes.get(edge.target)?.group === null;
}

function EdgeLabel({
  edge,
  placed,
  windowSeconds,
}: {
  edge: GraphEdge;
  placed: Placed;
  windowSeconds: number | null;
}) {
  const source = placed.nodes.get(edge.source);
  const target = placed.nodes.get(edge.target);
  if (!edge.statistics || !source || !target) return null;
  const { x, y } = labelPlace(source, target, placed, arrowOf(edge, placed));
  return (
    <text className="edge-label" textAnchor="middle">
      <tspan x={x} y={y - 18}>
        {duration(meanTime(edge.statistics))}
      </tspan>
      {windowSeconds !== null && (
        <tspan x={x} y={y - 6}>
          {perMinute(edge.statistics.total, windowSeconds)}/min
        </tspan>
      )}
    </text>
  );
}

/** In the middle of the arrow, or of its detour; before a small leaf, whose arrows run close together. */
function labelPlace(
  source: PlacedNode,
  target: PlacedNode,
  placed: Placed,
  arrow: PlacedEdge | undefined,
): Point {
  const bends = arrow?.points.slice(1, -1) ?? [];
  if (bends.length > 0) {
    return { x: (bends[0]!.x + bends.at(-1)!.x) / 2, y: bends[0]!.y };
  }
  const frame = placed.groups.find((group) => group.key === target.group);
  const edge = frame ? frame.x : target.x - target.radius;
  if (target.compact && !frame) return { x: edge - 34, y: target.y + 11 };
  const y = frame ? target.y - target.radius : target.y;
  return { x: (source.x + source.radius + edge) / 2, y: (source.y + y) / 2 };
}

function singlePath(edge: GraphEdge, placed: Placed): string | null {
  const source = placed.nodes.get(edge.source);
  const target = placed.nodes.get(edge.target);
  if (!source || !target) return null;
  const from = { x: source.x + source.radius, y: source.y };
  const arrow = arrowOf(edge, placed);
  if (arrow && target.group && !source.group) {
    return arrowPath(arrow, placed, target.key);
  }
  const frame = placed.groups.find((group) => group.key === target.group);
  if (frame && source.group !== target.group) return memberPath(from, frame.x, target);
  return edgePath([from, { x: target.x - target.radius, y: target.y }]);
}

function arrowOf(edge: GraphEdge, placed: Placed): PlacedEdge | undefined {
  return placed.edges.find((arrow) => arrow.edges.includes(edge.key));
}

export function Arrowheads() {
  return (
    <defs>
      {["head", "head-lit"].map((id) => (
        <marker
          key={id}
          id={id}
          className={id}
          viewBox="0 0 8 8"
          refX="7.5"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 0.5 8 4 0 7.5Z" />
        </marker>
      ))}
    </defs>
  );
}
