/** Names from afar, above all rings, and of one size however small the map is. */
import { memo, useMemo } from "react";
import { clip } from "../../format";
import { LABEL_DISTANCE, labelsThatFit, type Candidate } from "../../layout/labels";
import type { Placed } from "../../layout/placed";
import { worst, type Graph, type GraphNode } from "../../model";
import { remarksOn } from "../../remarks";
import "./far-labels.css";

interface Props {
  graph: Graph;
  placed: Placed;
  scale: number;
  /** The window's. */
  width: number;
  sizes: ReadonlyMap<string, number>;
  slow: ReadonlyMap<string, number>;
  /** Searched for or selected: before all others. */
  wanted: (node: GraphNode) => boolean;
  dim: (node: GraphNode) => boolean;
}

export const FarLabels = memo(function FarLabels(props: Props) {
  const { placed, scale, width } = props;
  const candidates = useMemo(() => candidatesIn(props), Object.values(props));
  const sides = useMemo(() => {
    // What is beside a fitted map is room, too.
    const spare = Math.max((width - placed.width * scale) / 2, 12);
    const bounds = { left: -spare, right: placed.width * scale + spare };
    return labelsThatFit(candidates, scale, bounds);
  }, [candidates, scale, width, placed.width]);
  return (
    <g className="far-labels" aria-hidden="true">
      {candidates.map(({ key, x, y, radius, text, kind }) => {
        const side = sides.get(key);
        if (!side) return null;
        const away = radius + LABEL_DISTANCE / scale;
        const { dx, dy, textAnchor, baseline } = STANDING[side];
        return (
          <text
            key={key}
            className={kind}
            transform={`translate(${x + dx * away},${y + dy * away}) scale(${1 / scale})`}
            textAnchor={textAnchor}
            y={baseline}
          >
            {text}
          </text>
        );
      })}
    </g>
  );
});

/** From the ring's centre to where the text is held, and its baseline in pixels. */
const STANDING = {
  right: { dx: 1, dy: 0, textAnchor: "start", baseline: 4 },
  left: { dx: -1, dy: 0, textAnchor: "end", baseline: 4 },
  below: { dx: 0, dy: 1, textAnchor: "middle", baseline: 10 },
} as const;

/** First whoever is not well, then whoever has much to do. */
function candidatesIn({ graph, placed, sizes, slow, wanted, dim }: Props) {
  return graph.nodes.flatMap((node): (Candidate & { kind: string })[] => {
    const place = placed.nodes.get(node.key);
    if (!place || dim(node)) return [];
    const { weight, urgent } = weigh(node, slow.has(node.key));
    const [remark] = remarksOn(node.statistics, slow.get(node.key) ?? null);
    const name = clip(node.client ? `Clients of ${node.name}` : node.name, 26);
    return [
      {
        key: node.key,
        x: place.x,
        y: place.y,
        radius: place.radius * (sizes.get(node.key) ?? 1),
        text: remark ? `${name} ${remark.text}` : name,
        kind: remark?.kind ?? "ok",
        weight: wanted(node) ? Infinity : weight,
        urgent: urgent || wanted(node),
        boxed: place.group !== null,
      },
    ];
  });
}

const URGENCY = { fault: 3e9, throttle: 2e9, error: 2e9, ok: 0 };

function weigh({ statistics }: GraphNode, slow: boolean) {
  if (!statistics) return { weight: 0, urgent: false };
  const urgency = URGENCY[worst(statistics)] + (slow ? 1e9 : 0);
  const failed = statistics.total - statistics.counts.ok;
  return {
    weight: urgency + Math.min(failed, 1e6) * 100 + Math.min(statistics.total, 1e6),
    urgent: slow || failed > 0.05 * statistics.total,
  };
}
