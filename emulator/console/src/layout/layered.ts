/**
 * Where everything on the map stands: left to right, callers before callees.
 *
 * Dagre ranks and orders the graph in which every group is one big box; inside a
 * box its members form a grid. The number of columns is the one that fills a
 * laptop's screen best, a fixed shape and not the window's own, so that nothing
 * moves when the window does. The result depends on the set of nodes and edges
 * alone, never on their figures.
 */
import { graphlib, layout as dagre } from "@dagrejs/dagre";
import {
  columnChoices,
  COMPACT_RING,
  GAP,
  groupLabelWidth,
  HEADER,
  LEAST_LABEL,
  measure,
  PADDING,
  RANK_GAP,
  RING,
  ROW,
  TARGET,
  type Box,
  type Point,
  type Shape,
} from "./boxes";
import { bundle, type Arrow } from "./bundles";
import { detour, shortcuts, type Obstacle } from "./detour";
import { findGroups, type Group, type LayoutEdge, type LayoutNode } from "./groups";
import { alignRanks, sortLeaves } from "./ranks";

type DagreGraph = InstanceType<typeof graphlib.Graph>;
/** Where arrows arrive at a box and where they leave it. */
type Ends = Map<string, { enter: Point; leave: Point }>;

export interface PlacedNode extends Point {
  key: string;
  /** Centre of the ring is (x, y). */
  radius: number;
  compact: boolean;
  group: string | null;
  /** Room for the label, in pixels. */
  labelWidth: number;
}

export interface PlacedGroup {
  key: string;
  title: string;
  x: number;
  y: number;
  width: number;
  height: number;
  members: string[];
}

export interface PlacedEdge extends Arrow {
  points: Point[];
}

export interface Placed {
  nodes: Map<string, PlacedNode>;
  groups: PlacedGroup[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

export function placeGraph(nodes: LayoutNode[], edges: LayoutEdge[]): Placed {
  const groups = findGroups(nodes, edges);
  const most = Math.max(1, ...groups.map((group) => group.members.length));
  const choices = groups.length === 0 ? [1] : columnChoices(most);
  const labelWidth = Math.max(LEAST_LABEL, ...groups.map(groupLabelWidth));
  const tries = choices.map((columns) => {
    const shape = { columns, labelWidth, rankGap: RANK_GAP.least };
    return { shape, placed: place(nodes, edges, groups, shape) };
  });
  const best = tries.reduce((a, b) => (scale(b.placed) > scale(a.placed) + 1e-6 ? b : a));
  const rankGap = roomyRankGap(best.placed);
  return rankGap === RANK_GAP.least
    ? best.placed
    : place(nodes, edges, groups, { ...best.shape, rankGap });
}

/** Changes exactly when the layout has to be made anew. */
export function signature(nodes: LayoutNode[], edges: LayoutEdge[]): string {
  return [
    ...nodes.map((node) => node.key),
    ...edges.map((edge) => `${edge.source}->${edge.target}`),
  ].join("\n");
}

function place(
  nodes: LayoutNode[],
  edges: LayoutEdge[],
  groups: Group[],
  shape: Shape,
): Placed {
  const groupOf = new Map(
    groups.flatMap((g) => g.members.map((m) => [m.key, g] as const)),
  );
  const boxes = measure(nodes, edges, groupOf, shape);
  const arrows = bundle(edges, (key) => groupOf.get(key)?.key ?? key);
  const past = shortcuts(arrows);
  const ranking = arrows.filter((arrow) => !past.has(arrow));
  const graph = runDagre([...boxes.values()], ranking, shape.rankGap);
  sortLeaves(graph, boxes);
  alignRanks(graph, boxes);
  return read(graph, boxes, arrows, shape);
}

function runDagre(boxes: Box[], arrows: Arrow[], ranksep: number) {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: GAP, ranksep, marginx: 20, marginy: 14 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key, width, height } of boxes) graph.setNode(key, { width, height });
  for (const { source, target } of arrows) {
    // Dagre has no use for a service that calls itself; the map draws it as a loop.
    if (source !== target) graph.setEdge(source, target, {});
  }
  dagre(graph);
  return graph;
}

/** A map higher than the screen is wide has room between its ranks: use it. */
function roomyRankGap({ width, height, nodes }: Placed): number {
  const ranks = new Set(
    [...nodes.values()].filter((n) => !n.compact).map((n) => Math.round(n.x)),
  );
  const spare = (height * TARGET.width) / TARGET.height - width;
  const wanted = RANK_GAP.least + spare / Math.max(ranks.size, 1);
  return Math.round(Math.min(Math.max(wanted, RANK_GAP.least), RANK_GAP.most));
}

function read(
  graph: DagreGraph,
  boxes: Map<string, Box>,
  arrows: Arrow[],
  shape: Shape,
): Placed {
  const placed: Placed = { nodes: new Map(), groups: [], edges: [], width: 0, height: 0 };
  const ends: Ends = new Map();
  for (const box of boxes.values()) {
    const { x, y } = graph.node(box.key) as Point;
    const left = x - box.width / 2;
    const top = y - box.height / 2;
    placed.width = Math.max(placed.width, left + box.width + 20);
    placed.height = Math.max(placed.height, top + box.height + 14);
    ends.set(
      box.key,
      box.group
        ? placeGroup(placed, box, box.group, shape, left, top)
        : placeSingle(placed, box, box.compact ? left + COMPACT_RING : x, top),
    );
  }
  for (const arrow of arrows) {
    const from = ends.get(arrow.source)!.leave;
    const to = ends.get(arrow.target)!.enter;
    placed.edges.push({
      ...arrow,
      points: [from, ...bends(graph, arrow, boxes, ends), to],
    });
  }
  return placed;
}

function placeSingle(placed: Placed, box: Box, x: number, top: number) {
  const y = top + box.anchor;
  const radius = box.compact ? COMPACT_RING : RING;
  placed.nodes.set(box.key, {
    key: box.key,
    x,
    y,
    radius,
    compact: box.compact,
    group: null,
    labelWidth: box.compact ? box.width - 2 * COMPACT_RING - 8 : box.width,
  });
  return { enter: { x: x - radius, y }, leave: { x: x + radius, y } };
}

function placeGroup(
  placed: Placed,
  box: Box,
  group: Group,
  { columns, labelWidth }: Shape,
  left: number,
  top: number,
) {
  const cell = 2 * COMPACT_RING + labelWidth + 8;
  const used = Math.min(columns, group.members.length);
  group.members.forEach((member, index) => {
    placed.nodes.set(member.key, {
      key: member.key,
      x: left + PADDING + (index % used) * cell + COMPACT_RING,
      y: top + HEADER + Math.floor(index / used) * ROW + ROW / 2,
      radius: COMPACT_RING,
      compact: true,
      group: group.key,
      labelWidth,
    });
  });
  placed.groups.push({
    key: group.key,
    title: group.title,
    x: left,
    y: top,
    width: box.width,
    height: box.height,
    members: group.members.map((member) => member.key),
  });
  const y = top + box.anchor;
  return { enter: { x: left, y }, leave: { x: left + box.width, y } };
}

/** Between its ends: as dagre says, or around the boxes if dagre was not asked. */
function bends(graph: DagreGraph, arrow: Arrow, boxes: Map<string, Box>, ends: Ends) {
  const { source, target } = arrow;
  if (source === target) return [];
  const edge = graph.edge(source, target) as { points?: Point[] } | undefined;
  if (edge) {
    const points = edge.points ?? [];
    return points.length > 3 ? points.slice(1, -1) : [];
  }
  const others = [...boxes.values()].filter(
    ({ key }) => key !== source && key !== target,
  );
  return detour(
    ends.get(source)!.leave,
    ends.get(target)!.enter,
    others.map((box) => outline(graph, box)),
  );
}

function outline(graph: DagreGraph, { key, width, height }: Box): Obstacle {
  const { x, y } = graph.node(key) as Point;
  return {
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

function scale({ width, height }: Placed): number {
  return Math.min(TARGET.width / width, TARGET.height / height, 1);
}
