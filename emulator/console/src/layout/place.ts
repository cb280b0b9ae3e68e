/** The layout of a graph: of a few services, of a crowd, or of more than before. */
import { isAddition, placeAdded } from "./added";
import { LAPTOP, type Room } from "./boxes";
import { isCrowded, placeCrowd } from "./crowd";
import type { LayoutEdge, LayoutNode } from "./groups";
import { placeLayered } from "./layered";
import type { Placed } from "./placed";

/** What has a place in `before` keeps it. */
export function placeGraph(
  nodes: LayoutNode[],
  edges: LayoutEdge[],
  room: Room = LAPTOP,
  before: Placed | null = null,
): Placed {
  if (before && isAddition(before, nodes)) return placeAdded(before, nodes, edges);
  return isCrowded(nodes, edges)
    ? placeCrowd(nodes, edges)
    : placeLayered(nodes, edges, room);
}
