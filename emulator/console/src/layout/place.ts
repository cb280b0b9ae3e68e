/** The layout of a graph: of a few services, or of a crowd. */
import { LAPTOP, type Room } from "./boxes";
import { isCrowded, placeCrowd } from "./crowd";
import type { LayoutEdge, LayoutNode } from "./groups";
import { placeLayered } from "./layered";
import type { Placed } from "./placed";

export function placeGraph(
  nodes: LayoutNode[],
  edges: LayoutEdge[],
  room: Room = LAPTOP,
): Placed {
  return isCrowded(nodes, edges)
    ? placeCrowd(nodes, edges)
    : placeLayered(nodes, edges, room);
}
