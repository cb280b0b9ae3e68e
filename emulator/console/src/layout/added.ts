/**
 * A layout with more in it, in which nothing that had a place is moved.
 *
 * On a live map services appear one by one. Each finds its place beside its callers,
 * where there is room; a sibling joins its frame while the frame can grow. A map that
 * grew like this is not as tidy as one laid out at once: `grown` says so, and whoever
 * looks at it may have it laid out anew.
 */
import {
  COMPACT_RING,
  GAP,
  HEADER,
  LABEL_CHARACTER,
  LEAF,
  LEAST_LABEL,
  NAME_HEIGHT,
  PADDING,
  RANK_GAP,
  RING,
  ROW,
  type Point,
} from "./boxes";
import { bundle } from "./bundles";
import { detour, type Obstacle } from "./detour";
import { findGroups, type LayoutEdge, type LayoutNode } from "./groups";
import type { Ends, Placed, PlacedEdge, PlacedGroup, PlacedNode } from "./placed";

const MARGIN = 20;
const BELOW = RING + NAME_HEIGHT;
const ABOVE = RING + 8;
const STEP = 18;

export function placeAdded(
  before: Placed,
  nodes: LayoutNode[],
  edges: LayoutEdge[],
): Placed {
  const placed: Placed = {
    ...before,
    nodes: new Map(before.nodes),
    groups: before.groups.map((group) => ({ ...group })),
    grown: true,
  };
  const added = nodes.filter(({ key }) => !before.nodes.has(key));
  const families = findGroups(nodes, edges);
  for (const node of inOrder(added, edges)) {
    const siblings = families.find(({ members }) => members.includes(node))?.members;
    if (siblings && joinsFrame(placed, node, siblings)) continue;
    putBeside(placed, node, edges);
  }
  placed.edges = arrows(before, placed, edges);
  measureAll(placed);
  return placed;
}

/** Whether so little was added that what stands should stay. */
export function isAddition(before: Placed, nodes: LayoutNode[]): boolean {
  const added = nodes.filter(({ key }) => !before.nodes.has(key)).length;
  return 2 * added <= before.nodes.size;
}

/** Callers before whom they call. */
function inOrder(added: LayoutNode[], edges: LayoutEdge[]): LayoutNode[] {
  const left = new Map(added.map((node) => [node.key, node]));
  const found: LayoutNode[] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter(
      ({ key }) => !edges.some((e) => e.target === key && left.has(e.source)),
    );
    // In a circle whoever comes first.
    for (const node of ready.length > 0 ? ready : [...left.values()].slice(0, 1)) {
      left.delete(node.key);
      found.push(node);
    }
  }
  return found;
}

/** Into the next cell of its siblings' frame, which may become a row higher. */
function joinsFrame(placed: Placed, node: LayoutNode, siblings: LayoutNode[]): boolean {
  const frame = placed.groups.find(({ members }) =>
    siblings.some(({ key }) => members.includes(key)),
  );
  if (!frame) return false;
  const first = placed.nodes.get(frame.members[0]!)!;
  const cell = 2 * COMPACT_RING + first.labelWidth + 8;
  const columns = Math.max(1, Math.round((frame.width + 8 - 2 * PADDING) / cell));
  const rows = Math.floor(frame.members.length / columns);
  const height = HEADER + (rows + 1) * ROW + 4;
  if (height > frame.height && !growsTo(placed, frame, height)) return false;
  frame.height = Math.max(frame.height, height);
  frame.members = [...frame.members, node.key];
  placed.nodes.set(node.key, {
    ...first,
    key: node.key,
    x: frame.x + PADDING + ((frame.members.length - 1) % columns) * cell + COMPACT_RING,
    y: frame.y + HEADER + rows * ROW + ROW / 2,
  });
  return true;
}

function growsTo(placed: Placed, frame: PlacedGroup, height: number): boolean {
  const more = { ...areaOf(frame), top: frame.y + frame.height };
  more.bottom = frame.y + height + GAP / 2;
  return taken(placed).every((other) => !overlap(more, other));
}

/** Right of its callers, or left of whom it calls, as near to them as there is room. */
function putBeside(placed: Placed, node: LayoutNode, edges: LayoutEdge[]): void {
  // Whoever calls nobody needs no room for an arrow, so its name may stand there.
  const leaf = !edges.some(({ source }) => source === node.key);
  const compact = placed.crowded || leaf;
  const labelWidth = Math.min(
    Math.max(node.name.length * LABEL_CHARACTER, LEAST_LABEL),
    190,
  );
  const near = neighbours(placed, node.key, edges);
  const size = compact
    ? { left: COMPACT_RING, right: COMPACT_RING + 8 + labelWidth }
    : { left: labelWidth / 2, right: labelWidth / 2 };
  const x = Math.max(near.x(size), MARGIN + size.left);
  const above = compact ? LEAF / 2 : ABOVE;
  const below = compact ? LEAF / 2 : BELOW;
  const others = taken(placed);
  const isFree = (y: number) => {
    const area = { left: x - size.left, right: x + size.right, top: y - above };
    return others.every((each) => !overlap({ ...area, bottom: y + below }, each));
  };
  placed.nodes.set(node.key, {
    key: node.key,
    x,
    y: freeHeight(Math.max(near.y, MARGIN + above), MARGIN + above, isFree),
    radius: compact ? COMPACT_RING : RING,
    compact,
    group: null,
    labelWidth,
  });
}

/** The free height nearest to the wanted one; below everything there always is one. */
function freeHeight(wanted: number, least: number, isFree: (y: number) => boolean) {
  for (let away = 0; ; away += STEP) {
    if (isFree(wanted + away)) return wanted + away;
    if (wanted - away >= least && isFree(wanted - away)) return wanted - away;
  }
}

interface Size {
  left: number;
  right: number;
}

function neighbours(placed: Placed, key: string, edges: LayoutEdge[]) {
  const at = (other: string) => placed.nodes.get(other) ?? [];
  const callers = edges.flatMap((e) => (e.target === key ? at(e.source) : []));
  const callees = edges.flatMap((e) => (e.source === key ? at(e.target) : []));
  const all = [...callers, ...callees].filter((each) => each.key !== key);
  const mean = all.reduce((sum, { y }) => sum + y, 0) / all.length;
  return {
    y: all.length > 0 ? mean : placed.height,
    x: ({ left, right }: Size) => {
      const after = Math.max(...callers.map((each) => boxOf(placed, each).right));
      if (callers.length > 0) return after + RANK_GAP.least + left;
      const before = Math.min(...callees.map((each) => boxOf(placed, each).left));
      return callees.length > 0 ? before - RANK_GAP.least - right : MARGIN + left;
    },
  };
}

/** What a node is in: its frame, or the room that it takes itself. */
function boxOf(placed: Placed, node: PlacedNode): Obstacle {
  const frame = placed.groups.find(({ key }) => key === node.group);
  return frame ? areaOf(frame) : room(node);
}

function taken({ nodes, groups }: Placed): Obstacle[] {
  const singles = [...nodes.values()].filter(({ group }) => group === null);
  return [...groups.map(areaOf), ...singles.map(room)];
}

function areaOf({ x, y, width, height }: PlacedGroup): Obstacle {
  return { left: x, right: x + width, top: y, bottom: y + height };
}

function room({ x, y, radius, compact, labelWidth }: PlacedNode): Obstacle {
  return compact
    ? {
        left: x - radius,
        right: x + radius + 8 + labelWidth,
        top: y - LEAF / 2,
        bottom: y + LEAF / 2,
      }
    : {
        left: x - Math.max(labelWidth / 2, radius),
        right: x + Math.max(labelWidth / 2, radius),
        top: y - ABOVE,
        bottom: y + BELOW,
      };
}

function overlap(a: Obstacle, b: Obstacle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Those that were there run as they did; a frame's end moves only with the frame. */
function arrows(before: Placed, placed: Placed, edges: LayoutEdge[]): PlacedEdge[] {
  const known = new Map(before.edges.map((arrow) => [arrow.key, arrow.points]));
  const ends = endsOf(placed);
  const boxKey = (key: string) => placed.nodes.get(key)?.group ?? key;
  return bundle(edges, boxKey).map((arrow) => {
    const from = ends.get(arrow.source)!.leave;
    const to = ends.get(arrow.target)!.enter;
    const between = () =>
      placed.crowded || arrow.source === arrow.target
        ? []
        : detour(from, to, obstacles(placed, arrow.source, arrow.target));
    return { ...arrow, points: known.get(arrow.key) ?? [from, ...between(), to] };
  });
}

function obstacles(placed: Placed, source: string, target: string): Obstacle[] {
  const own = new Set([source, target]);
  return [
    ...placed.groups.filter(({ key }) => !own.has(key)).map(areaOf),
    ...[...placed.nodes.values()]
      .filter(({ key, group }) => group === null && !own.has(key))
      .map(room),
  ];
}

function endsOf({ nodes, groups }: Placed): Ends {
  const ends: Ends = new Map();
  for (const { key, x, y, radius } of nodes.values()) {
    ends.set(key, { enter: point(x - radius, y), leave: point(x + radius, y) });
  }
  for (const { key, x, y, width, height } of groups) {
    const middle = y + height / 2;
    ends.set(key, { enter: point(x, middle), leave: point(x + width, middle) });
  }
  return ends;
}

function point(x: number, y: number): Point {
  return { x, y };
}

function measureAll(placed: Placed): void {
  for (const { right, bottom } of taken(placed)) {
    placed.width = Math.max(placed.width, right + MARGIN);
    placed.height = Math.max(placed.height, bottom + MARGIN);
  }
}
