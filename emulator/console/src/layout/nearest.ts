/** What is meant by a point on the map, or by an arrow key. */
import type { Point } from "./boxes";
import type { Placed, PlacedEdge, PlacedNode } from "./placed";

/** So many straight pieces stand for a curve. */
const PIECES = 14;

/** The arrow that runs closest to a point, if one does within `reach`. */
export function arrowAt(point: Point, placed: Placed, reach: number): PlacedEdge | null {
  let found: PlacedEdge | null = null;
  let closest = reach;
  for (const arrow of placed.edges) {
    const line = tracedArrow(arrow, placed);
    for (let i = 1; i < line.length; i += 1) {
      const distance = distanceTo(point, line[i - 1]!, line[i]!);
      if (distance > closest) continue;
      closest = distance;
      found = arrow;
    }
  }
  return found;
}

const traced = new WeakMap<PlacedEdge, Point[]>();

function tracedArrow(arrow: PlacedEdge, placed: Placed): Point[] {
  const known = traced.get(arrow);
  if (known) return known;
  const line = trace(arrow, placed);
  traced.set(arrow, line);
  return line;
}

/** An arrow as it is drawn, in straight pieces. */
function trace(arrow: PlacedEdge, placed: Placed): Point[] {
  const member = arrow.member === null ? undefined : placed.nodes.get(arrow.member);
  const end = member && { x: member.x - member.radius, y: member.y };
  const points = end ? [...arrow.points, end] : arrow.points;
  return points.slice(1).flatMap((to, i) => curve(points[i]!, to));
}

function curve(from: Point, to: Point): Point[] {
  const bend = Math.max(Math.abs(to.x - from.x) / 2, to.x > from.x ? 0 : 60);
  return Array.from({ length: PIECES + 1 }, (_, i) => {
    const t = i / PIECES;
    const [a, b, c, d] = [
      (1 - t) ** 3,
      3 * t * (1 - t) ** 2,
      3 * t * t * (1 - t),
      t ** 3,
    ];
    return {
      x: a * from.x + b * (from.x + bend) + c * (to.x - bend) + d * to.x,
      y: (a + b) * from.y + (c + d) * to.y,
    };
  });
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (length || 1);
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The node that an arrow key leads to; null where there is none, or for another key. */
export function neighbourAt(
  from: PlacedNode,
  places: Iterable<PlacedNode>,
  key: string,
): PlacedNode | null {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  let found: PlacedNode | null = null;
  let least = Infinity;
  for (const place of places) {
    const [dx, dy] = [place.x - from.x, place.y - from.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    // What lies straight ahead comes before what is nearer, but aside.
    const cost = ahead + 3 * aside;
    if (place.key === from.key || ahead <= aside / 2 || cost >= least) continue;
    least = cost;
    found = place;
  }
  return found;
}
