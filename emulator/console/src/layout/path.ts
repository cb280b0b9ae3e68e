/** Arrows as SVG paths: they leave to the right, arrive from the left. */
import type { Point } from "./boxes";
import type { Placed, PlacedEdge, PlacedNode } from "./placed";

export function edgePath(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return "";
  const steps = rest.map((to, index) =>
    curve(index === 0 ? first : rest[index - 1]!, to),
  );
  return `M${xy(first)}${steps.join("")}`;
}

/** An arrow of the layout: to a frame, to one member within it, or to itself. */
export function arrowPath(
  arrow: PlacedEdge,
  placed: Placed,
  memberKey: string | null = arrow.member,
): string {
  const own = arrow.source === arrow.target && placed.nodes.get(arrow.source);
  if (own) return loopPath(own);
  const member = memberKey === null ? undefined : placed.nodes.get(memberKey);
  if (!member) return edgePath(arrow.points);
  const frame = arrow.points.at(-1)!;
  const bends = arrow.points.slice(0, -1);
  return joined(edgePath(bends), memberPath(bends.at(-1)!, frame.x, member));
}

/** One path of two, the second of which starts where the first ends. */
function joined(first: string, second: string): string {
  return first === "" ? second : first + second.slice(second.indexOf("C"));
}

/**
 * To one member of a group: along the gap above its row, then down to its ring,
 * so that the line crosses none of its siblings' labels.
 */
export function memberPath(from: Point, frameX: number, member: PlacedNode): string {
  const end = { x: member.x - member.radius - 2, y: member.y };
  const gap = { x: frameX, y: member.y - member.radius - 6 };
  if (end.x - frameX < 40) return `M${xy(from)}${curve(from, end)}`;
  const turn = { x: end.x - 16, y: gap.y };
  return `M${xy(from)}${curve(from, gap)}L${xy(turn)}${curve(turn, end)}`;
}

export function loopPath(node: PlacedNode): string {
  const { x, y, radius } = node;
  const reach = radius * 1.6;
  return (
    `M${xy({ x: x + radius * 0.7, y: y - radius * 0.7 })}` +
    `C${xy({ x: x + reach, y: y - reach * 1.3 })} ` +
    `${xy({ x: x - reach, y: y - reach * 1.3 })} ` +
    `${xy({ x: x - radius * 0.7, y: y - radius * 0.7 })}`
  );
}

function curve(from: Point, to: Point): string {
  const bend = Math.max(Math.abs(to.x - from.x) / 2, to.x > from.x ? 0 : 60);
  return `C${xy({ x: from.x + bend, y: from.y })} ${xy({ x: to.x - bend, y: to.y })} ${xy(to)}`;
}

function xy({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
