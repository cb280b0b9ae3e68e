/**
 * Where everything on a map of a few boxes stands: left to right, callers first.
 *
 * Dagre ranks and orders the graph in which every group is one big box; inside a
 * box its members form a grid. The number of columns is the one that fills the room
 * best, a laptop's screen or an upright window and not the window's own shape, so that
 * nothing moves when the window does. The result depends on the room and the set of
 * nodes and edges alone, never on their figures.
 */
import { graphlib, layout as dagre } from "@dagrejs/dagre";
import {
  columnChoices,
  GAP,
  groupLabelWidth,
  LEAST_LABEL,
  measure,
  RANK_GAP,
  type Box,
  type Point,
  type Room,
  type Shape,
} from "./boxes";
import { bundle, type Arrow } from "./bundles";
import { detour, shortcuts, type Obstacle } from "./detour";
import { findGroups, type Group, type LayoutEdge, type LayoutNode } from "./groups";
import { putBox, type Ends, type Placed } from "./placed";
import { alignRanks, sortLeaves } from "./ranks";

type DagreGraph = InstanceType<typeof graphlib.Graph>;

export function placeLayered(
  nodes: LayoutNode[],
  edges: LayoutEdge[],
  room: Room,
): Placed {
  const groups = findGroups(nodes, edges);
  const most = Math.max(1, ...groups.map((group) => group.members.length));
  const choices = groups.length === 0 ? [1] : columnChoices(most);
  const labelWidth = Math.max(LEAST_LABEL, ...groups.map(groupLabelWidth));
  const tries = choices.map((columns) => {
    const shape = { columns, labelWidth, rankGap: RANK_GAP.least };
    return { shape, placed: place(nodes, edges, groups, shape) };
  });
  const best = tries.reduce((a, b) =>
    scale(b.placed, room) > scale(a.placed, room) + 1e-6 ? b : a,
  );
  const rankGap = roomyRankGap(best.placed, room);
  return rankGap === RANK_GAP.least
    ? best.placed
    : place(nodes, edges, groups, { ...best.shape, rankGap });
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

/** A map higher than the room is wide has some between its ranks: use it. */
function roomyRankGap({ width, height, nodes }: Placed, room: Room): number {
  const ranks = new Set(
    [...nodes.values()].filter((n) => !n.compact).map((n) => Math.round(n.x)),
  );
  const spare = (height * room.width) / room.height - width;
  const wanted = RANK_GAP.least + spare / Math.max(ranks.size, 1);
  return Math.round(Math.min(Math.max(wanted, RANK_GAP.least), RANK_GAP.most));
}

function read(
  graph: DagreGraph,
  boxes: Map<string, Box>,
  arrows: Arrow[],
  shape: Shape,
): Placed {
  const placed: Placed = {
    nodes: new Map(),
    groups: [],
    edges: [],
    width: 0,
    height: 0,
    crowded: false,
  };
  const ends: Ends = new Map();
  for (const box of boxes.values()) {
    const { x, y } = graph.node(box.key) as Point;
    const left = x - box.width / 2;
    const top = y - box.height / 2;
    placed.width = Math.max(placed.width, left + box.width + 20);
    placed.height = Math.max(placed.height, top + box.height + 14);
    ends.set(box.key, putBox(placed, box, shape, left, top));
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

function scale({ width, height }: Placed, room: Room): number {
  return Math.min(room.width / width, room.height / height, 1);
}
