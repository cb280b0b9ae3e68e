/** A finished layout: where every node, frame and arrow is. */
import {
  COMPACT_RING,
  HEADER,
  PADDING,
  RING,
  ROW,
  type Box,
  type Point,
  type Shape,
} from "./boxes";
import type { Arrow } from "./bundles";
import type { Group } from "./groups";

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
  /** So many arrows that they are drawn faintly. */
  crowded: boolean;
  /** Things were added to it after it had been laid out. */
  grown?: boolean;
}

/** Where arrows arrive at a box and where they leave it. */
export type Ends = Map<string, { enter: Point; leave: Point }>;

/** Puts a box, or the members of its group, with its corner at (left, top). */
export function putBox(
  placed: Placed,
  box: Box,
  shape: Shape,
  left: number,
  top: number,
) {
  if (box.group) return putGroup(placed, box, box.group, shape, left, top);
  const x = left + (box.compact ? COMPACT_RING : box.width / 2);
  return putSingle(placed, box, x, top);
}

function putSingle(placed: Placed, box: Box, x: number, top: number) {
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

function putGroup(
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
