/** How a map may be drawn, as its address says it. */
import type { GraphNode } from "../../model";

export type Sizing = "none" | "traffic" | "health";

export interface Look {
  sizing: Sizing;
  /** What a service is instead of how long it takes. */
  icons: boolean;
  /** Figures at every arrow, not only at those of the selected node. */
  edgeFigures: boolean;
}

export const PLAIN: Look = { sizing: "none", icons: false, edgeFigures: false };

const SMALLEST = 0.74;
const LARGEST = 1.22;

/** How large each ring is drawn, by key, as a multiple of what the layout gave it. */
export function ringSizes(nodes: GraphNode[], sizing: Sizing): Map<string, number> {
  if (sizing === "none") return new Map();
  const most = Math.max(1, ...nodes.map((node) => amount(node, sizing)));
  // Areas are compared, not radii.
  const measured = nodes.filter((node) => node.statistics !== null);
  return new Map(
    measured.map((node) => [
      node.key,
      SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(amount(node, sizing) / most),
    ]),
  );
}

/** Requests, or those of them that were not answered well. */
function amount({ statistics }: GraphNode, sizing: Sizing): number {
  if (!statistics) return 0;
  return sizing === "traffic"
    ? statistics.total
    : statistics.total - statistics.counts.ok;
}
