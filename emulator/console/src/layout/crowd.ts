/**
 * Where everything stands on a crowded map: hundreds of services, thousands of calls.
 *
 * Still left to right, callers before callees, but every ring is small and a rank may
 * take several columns, so that the whole keeps about a screen's proportions. Dagre
 * needs a minute for what takes this some milliseconds; it also stacks a rank in one
 * column, which makes a strip of it that nobody can read.
 */
import {
  COMPACT_RING,
  GAP,
  groupLabelWidth,
  LEAST_LABEL,
  measureCompact,
  PADDING,
  ROW,
  LAPTOP,
  type Box,
  type Shape,
} from "./boxes";
import { bundle, type Arrow } from "./bundles";
import { findGroups, type Group, type LayoutEdge, type LayoutNode } from "./groups";
import { orderRanks, ranksOf } from "./order";
import { putBox, type Ends, type Placed } from "./placed";

/** Between two ranks, where the arrows run, and between two columns of one. */
const RANK_GAP = 110;
const COLUMN_GAP = 34;
const MARGIN = 24;
/** From here on a map is crowded; dagre's own picture is better below. */
const MANY_BOXES = 40;
const MANY_ARROWS = 90;
const TRIES = 24;

export function placeCrowd(nodes: LayoutNode[], edges: LayoutEdge[]): Placed {
  const groups = findGroups(nodes, edges);
  const groupOf = groupsByMember(groups);
  const shape = shapeFor(groups);
  const boxes = measureCompact(nodes, groupOf, shape);
  const arrows = bundle(edges, (key) => groupOf.get(key)?.key ?? key);
  const keys = [...boxes.keys()];
  const ranks = orderRanks(ranksOf(keys, arrows), arrows).map((rank) =>
    rank.map((key) => boxes.get(key)!),
  );
  return read(bestColumns(ranks), arrows, shape);
}

/** Whether so much stands on the map that its arrows cannot all be followed. */
export function isCrowded(nodes: LayoutNode[], edges: LayoutEdge[]): boolean {
  const groupOf = groupsByMember(findGroups(nodes, edges));
  const boxOf = (key: string) => groupOf.get(key)?.key ?? key;
  const boxes = new Set(nodes.map(({ key }) => boxOf(key)));
  return boxes.size > MANY_BOXES || bundle(edges, boxOf).length > MANY_ARROWS;
}

function groupsByMember(groups: Group[]): Map<string, Group> {
  return new Map(groups.flatMap((g) => g.members.map((m) => [m.key, g] as const)));
}

/** Frames about as wide as high. */
function shapeFor(groups: Group[]): Shape {
  const labelWidth = Math.max(LEAST_LABEL, ...groups.map(groupLabelWidth));
  const cell = 2 * COMPACT_RING + labelWidth + 8;
  const most = Math.max(1, ...groups.map((group) => group.members.length));
  const columns = Math.max(1, Math.round(Math.sqrt((most * ROW) / cell)));
  return { columns, labelWidth, rankGap: RANK_GAP };
}

interface Column {
  boxes: Box[];
  width: number;
  height: number;
}

/** A rank's columns, side by side. */
type Rank = Column[];

/** The height that makes the map as large as can be on a screen. */
function bestColumns(ranks: Box[][]): Rank[] {
  const highest = Math.max(1, ...ranks.map(heightOf));
  const lowest = Math.max(1, ...ranks.flat().map((box) => box.height));
  let best: { ranks: Rank[]; scale: number } | null = null;
  for (let step = 0; step <= TRIES; step += 1) {
    const limit = lowest * (highest / lowest) ** (step / TRIES);
    const tried = ranks.map((rank) => inColumns(rank, limit));
    const { width, height } = sizeOf(tried);
    const scale = Math.min(LAPTOP.width / width, LAPTOP.height / height);
    if (best === null || scale > best.scale) best = { ranks: tried, scale };
  }
  return best!.ranks;
}

/** Row by row, so that neighbours in the order stay neighbours on the map. */
function inColumns(boxes: Box[], limit: number): Rank {
  const count = Math.max(1, Math.ceil(heightOf(boxes) / (limit + GAP)));
  const columns = Array.from({ length: count }, (): Column => {
    return { boxes: [], width: 0, height: -GAP };
  });
  for (const box of boxes) {
    const column = columns.reduce((a, b) => (b.height < a.height ? b : a));
    column.boxes.push(box);
    column.width = Math.max(column.width, box.width);
    column.height += GAP + box.height;
  }
  return columns.filter((column) => column.boxes.length > 0);
}

function heightOf(boxes: Box[]): number {
  return boxes.reduce((sum, box) => sum + box.height + GAP, -GAP);
}

function sizeOf(ranks: Rank[]): { width: number; height: number } {
  const width = ranks.reduce((sum, rank) => sum + widthOf(rank) + RANK_GAP, -RANK_GAP);
  const height = Math.max(0, ...ranks.flat().map((column) => column.height));
  return { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

function widthOf(rank: Rank): number {
  return rank.reduce((sum, column) => sum + column.width + COLUMN_GAP, -COLUMN_GAP);
}

function read(ranks: Rank[], arrows: Arrow[], shape: Shape): Placed {
  const { width, height } = sizeOf(ranks);
  const placed: Placed = {
    nodes: new Map(),
    groups: [],
    edges: [],
    width,
    height,
    crowded: true,
  };
  const ends: Ends = new Map();
  let x = MARGIN;
  for (const rank of ranks) {
    for (const column of rank) {
      putColumn(placed, ends, column, shape, x);
      x += column.width + COLUMN_GAP;
    }
    x += RANK_GAP - COLUMN_GAP;
  }
  placed.edges = arrows.map((arrow) => {
    const { leave } = ends.get(arrow.source)!;
    const { enter } = ends.get(arrow.target)!;
    return { ...arrow, points: [leave, enter] };
  });
  return placed;
}

function putColumn(
  placed: Placed,
  ends: Ends,
  column: Column,
  shape: Shape,
  left: number,
) {
  let top = (placed.height - column.height) / 2;
  for (const box of column.boxes) {
    // A ring of its own stands where those in frames do.
    const indent = box.group ? 0 : PADDING;
    ends.set(box.key, putBox(placed, box, shape, left + indent, top));
    top += box.height + GAP;
  }
}
