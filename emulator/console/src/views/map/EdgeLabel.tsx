/** An edge's figures, where its arrow leaves room for them. */
import { duration, perMinute } from "../../format";
import type { Point } from "../../layout/boxes";
import type { Placed, PlacedEdge, PlacedNode } from "../../layout/placed";
import { meanTime, type GraphEdge } from "../../model";

interface Props {
  edge: GraphEdge;
  placed: Placed;
  arrow: PlacedEdge | undefined;
  windowSeconds: number | null;
}

export function EdgeLabel({ edge, placed, arrow, windowSeconds }: Props) {
  const source = placed.nodes.get(edge.source);
  const target = placed.nodes.get(edge.target);
  if (!edge.statistics || !source || !target) return null;
  const { x, y } = labelPlace(source, target, placed, arrow);
  return (
    <text className="edge-label" textAnchor="middle">
      <tspan x={x} y={y - 6} dy="-1.15em">
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
