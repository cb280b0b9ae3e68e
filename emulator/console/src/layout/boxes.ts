/** How much room everything takes before it has a place. All sizes in pixels. */
import type { Group, LayoutEdge, LayoutNode } from "./groups";

export interface Point {
  x: number;
  y: number;
}

export const RING = 34;
export const COMPACT_RING = 21;
export const NAME_HEIGHT = 62;
export const ROW = 54;
export const LEAF = 46;
export const HEADER = 25;
export const GAP = 14;
export const RANK_GAP = { least: 60, most: 140 };
export const PADDING = 12;
/** The room that a map is made for: one of two, so that it seldom moves. */
export interface Room {
  width: number;
  height: number;
}
export const LAPTOP: Room = { width: 1360, height: 700 };
export const UPRIGHT: Room = { width: 740, height: 640 };
/** Of a name beside its ring, at the largest that labels are drawn. */
export const LABEL_CHARACTER = 8.1;
/** Of a name below its ring, where there is room at both sides. */
const CHARACTER = 6.7;
/** "200× slower" has to fit too. */
export const LEAST_LABEL = 98;
/** From here on single leaves are drawn small, or they would stand too high. */
const MANY_LEAVES = 4;

/** How a graph is laid out, besides what is in it. */
export interface Shape {
  columns: number;
  /** One width for all groups, so that their columns line up. */
  labelWidth: number;
  rankGap: number;
}

export interface Box {
  key: string;
  width: number;
  height: number;
  /** From the box's top to where arrows arrive. */
  anchor: number;
  group: Group | null;
  /** A small ring with its label at the right, where no arrow leaves. */
  compact: boolean;
}

/** The box of every group and of every node that is in none, by key. */
export function measure(
  nodes: LayoutNode[],
  edges: LayoutEdge[],
  groupOf: ReadonlyMap<string, Group>,
  shape: Shape,
): Map<string, Box> {
  const leaves = leavesIn(nodes, edges).filter((node) => !groupOf.has(node.key));
  const compact = new Set(leaves.length >= MANY_LEAVES ? leaves.map((n) => n.key) : []);
  const boxes = nodes.map((node) => {
    const group = groupOf.get(node.key);
    return group ? groupBox(group, shape) : nodeBox(node, compact.has(node.key));
  });
  return new Map(boxes.map((box) => [box.key, box]));
}

/** The same where hundreds have to find room: every ring small, labels beside them. */
export function measureCompact(
  nodes: LayoutNode[],
  groupOf: ReadonlyMap<string, Group>,
  shape: Shape,
): Map<string, Box> {
  const boxes = nodes.map((node) => {
    const group = groupOf.get(node.key);
    return group ? groupBox(group, shape) : nodeBox(node, true);
  });
  return new Map(boxes.map((box) => [box.key, box]));
}

function leavesIn(nodes: LayoutNode[], edges: LayoutEdge[]): LayoutNode[] {
  const callers = new Set(edges.map((edge) => edge.source));
  const called = new Set(edges.map((edge) => edge.target));
  return nodes.filter(({ key }) => called.has(key) && !callers.has(key));
}

function nodeBox(node: LayoutNode, compact: boolean): Box {
  if (compact) {
    const width = 2 * COMPACT_RING + 8 + sideLabelWidth(node.name);
    return { key: node.key, width, height: LEAF, anchor: LEAF / 2, group: null, compact };
  }
  return {
    key: node.key,
    width: Math.min(Math.max(node.name.length * CHARACTER, LEAST_LABEL), 190),
    height: 2 * RING + 8 + NAME_HEIGHT,
    anchor: RING + 8,
    group: null,
    compact,
  };
}

function groupBox(group: Group, { columns, labelWidth }: Shape): Box {
  const used = Math.min(columns, group.members.length);
  const rows = Math.ceil(group.members.length / used);
  const height = HEADER + rows * ROW + 4;
  return {
    key: group.key,
    width: 2 * PADDING + used * (2 * COMPACT_RING + labelWidth + 8) - 8,
    height,
    anchor: height / 2,
    group,
    compact: false,
  };
}

export function groupLabelWidth(group: Group): number {
  return Math.max(...group.members.map((member) => sideLabelWidth(member.name)));
}

function sideLabelWidth(name: string): number {
  return Math.min(Math.max(name.length * LABEL_CHARACTER, LEAST_LABEL), 190);
}

/** The numbers of columns worth trying for groups of at most so many members. */
export function columnChoices(most: number): number[] {
  const widest = Math.min(most, Math.max(5, Math.ceil(Math.sqrt(most) * 2)));
  // The same number of rows with fewer columns looks fuller: try those only.
  const useful = new Map<number, number>();
  for (let columns = widest; columns >= 1; columns -= 1) {
    useful.set(Math.ceil(most / columns), columns);
  }
  return [...useful.values()];
}
