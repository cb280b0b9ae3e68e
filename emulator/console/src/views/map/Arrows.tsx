/** The arrows: those of the layout, and single ones around the selected node. */
import { memo, useMemo } from "react";
import type { Placed, PlacedEdge } from "../../layout/placed";
import { arrowPath, edgePath, memberPath } from "../../layout/path";
import { pairOf } from "../../layout/steady";
import type { Graph, GraphEdge, GraphNode } from "../../model";
import { EdgeLabel } from "./EdgeLabel";
import { within, type Area } from "./viewport";
import "./arrows.css";

interface Props {
  graph: Graph;
  placed: Placed;
  selected: GraphNode | null;
  selectedEdge: GraphEdge | null;
  /** The selected node's part of the map; null when nothing is selected. */
  focus: Set<string> | null;
  windowSeconds: number | null;
  /** Where figures may stand at every arrow; null for nowhere. */
  labelled: Area | null;
  /** Near a crowd, arrows that only pass by are left out; null for none. */
  area: Area | null;
}

export const Arrows = memo(function Arrows(props: Props) {
  const { graph, placed, selected, selectedEdge, focus, windowSeconds, labelled, area } =
    props;
  const calls = useMemo(() => callsByArrow(graph, placed), [graph, placed]);
  const arrowOf = useMemo(
    () =>
      new Map(placed.edges.flatMap((arrow) => arrow.edges.map((key) => [key, arrow]))),
    [placed],
  );
  // An edge to the selected member of a group is drawn by itself, not in the bundle.
  const single = (edge: GraphEdge) =>
    edge === selectedEdge
      ? (arrowOf.get(pairOf(edge))?.bundle ?? false)
      : touchesMember(edge, selected, placed, arrowOf);
  const singles = graph.edges.filter(single);
  const alone = new Set(singles.map(pairOf));
  const lit = (edge: GraphEdge) => {
    if (alone.has(pairOf(edge))) return false;
    if (selectedEdge) return edge === selectedEdge;
    return focus?.has(edge.source) && focus.has(edge.target);
  };
  const figures = graph.edges.filter((edge) => {
    if (selected && isFigured(edge, selected, placed)) return true;
    return (
      edge === selectedEdge ||
      (labelled !== null && isApart(edge, placed, arrowOf, labelled))
    );
  });
  return (
    <g className="arrows">
      {placed.edges.map((arrow) => {
        const edges = calls.get(arrow);
        if (!edges || (area !== null && passesBy(arrow, area))) return null;
        const shown = focus === null ? "" : edges.some(lit) ? "lit" : "dim";
        return (
          <Arrow
            key={arrow.key}
            path={pathOf(arrow, placed)}
            state={shown}
            link={edges.every((edge) => edge.link)}
            faint={placed.crowded}
          />
        );
      })}
      {singles.map((edge) => (
        <Arrow
          key={edge.key}
          path={singlePath(edge, placed, arrowOf) ?? ""}
          state="lit"
          link={edge.link}
          faint={false}
        />
      ))}
      {figures.map((edge) => (
        <EdgeLabel
          key={edge.key}
          edge={edge}
          placed={placed}
          arrow={arrowOf.get(pairOf(edge))}
          windowSeconds={windowSeconds}
        />
      ))}
    </g>
  );
});

const Arrow = memo(function Arrow({
  path,
  state,
  link,
  faint,
}: {
  path: string;
  state: string;
  link: boolean;
  faint: boolean;
}) {
  const lit = state === "lit";
  // Thousands of heads say nothing and take long to draw.
  const head = lit ? "url(#head-lit)" : faint ? undefined : "url(#head)";
  return (
    <path
      className={`arrow ${state} ${link ? "link" : ""} ${faint && !lit ? "faint" : ""}`}
      d={path}
      markerEnd={head}
    />
  );
});

/** The calls that each arrow stands for now; one without any is not drawn. */
function callsByArrow(graph: Graph, placed: Placed): Map<PlacedEdge, GraphEdge[]> {
  const byPair = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    byPair.set(pairOf(edge), [...(byPair.get(pairOf(edge)) ?? []), edge]);
  }
  return new Map(
    placed.edges.flatMap((arrow) => {
      const edges = arrow.edges.flatMap((pair) => byPair.get(pair) ?? []);
      return edges.length > 0 ? [[arrow, edges]] : [];
    }),
  );
}

function passesBy({ points }: PlacedEdge, area: Area): boolean {
  return !within(points[0]!, area) && !within(points.at(-1)!, area);
}

const paths = new WeakMap<PlacedEdge, string>();

function pathOf(arrow: PlacedEdge, placed: Placed): string {
  const known = paths.get(arrow);
  if (known !== undefined) return known;
  const path = arrowPath(arrow, placed);
  paths.set(arrow, path);
  return path;
}

type ArrowOf = ReadonlyMap<string, PlacedEdge>;

function touchesMember(
  edge: GraphEdge,
  selected: GraphNode | null,
  placed: Placed,
  arrowOf: ArrowOf,
): boolean {
  return (
    selected !== null &&
    (edge.source === selected.key || edge.target === selected.key) &&
    placed.nodes.get(selected.key)?.group != null &&
    (arrowOf.get(pairOf(edge))?.bundle ?? false)
  );
}

/** Next to the selected node: at what leads to it, and at arrows of one call only. */
function isFigured(edge: GraphEdge, selected: GraphNode, placed: Placed): boolean {
  if (edge.source === edge.target) return false;
  if (edge.target === selected.key) return true;
  return edge.source === selected.key && placed.nodes.get(edge.target)?.group === null;
}

/** An arrow of its own, with its end in sight. */
function isApart(edge: GraphEdge, placed: Placed, arrowOf: ArrowOf, area: Area): boolean {
  if (edge.source === edge.target) return false;
  const target = placed.nodes.get(edge.target);
  const arrow = arrowOf.get(pairOf(edge));
  return target !== undefined && arrow?.bundle === false && within(target, area);
}

function singlePath(edge: GraphEdge, placed: Placed, arrowOf: ArrowOf): string | null {
  const source = placed.nodes.get(edge.source);
  const target = placed.nodes.get(edge.target);
  if (!source || !target) return null;
  const from = { x: source.x + source.radius, y: source.y };
  const arrow = arrowOf.get(pairOf(edge));
  if (arrow && target.group && !source.group) {
    return arrowPath(arrow, placed, target.key);
  }
  const frame = placed.groups.find((group) => group.key === target.group);
  if (frame && source.group !== target.group) return memberPath(from, frame.x, target);
  return edgePath([from, { x: target.x - target.radius, y: target.y }]);
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
