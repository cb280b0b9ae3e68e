import { memo } from "react";
import { clip, duration, perMinute, serviceType, share } from "../../format";
import type { PlacedNode } from "../../layout/layered";
import {
  meanTime,
  worst,
  type GraphNode,
  type Outcome,
  type Statistics,
} from "../../model";
import { ClientGlyph, TableGlyph } from "../../parts/icons";
import { Ring } from "../../parts/Ring";

interface Props {
  node: GraphNode;
  place: PlacedNode;
  /** null for the map of one trace, which has no rate. */
  windowSeconds: number | null;
  /** How many times its siblings' median it takes, if that is remarkable. */
  slow: number | null;
  dim: boolean;
  selected: boolean;
  onSelect: (node: GraphNode) => void;
}

export const NodeShape = memo(function NodeShape(props: Props) {
  const { node, place, slow, dim, selected, onSelect } = props;
  const { statistics } = node;
  const outcome = statistics ? worst(statistics) : "ok";
  const classes = [
    "node",
    place.compact ? "compact" : "single",
    outcome,
    slow !== null && "slow",
    dim && "dim",
    selected && "selected",
  ];
  return (
    <g
      className={classes.filter(Boolean).join(" ")}
      transform={`translate(${place.x},${place.y})`}
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      onClick={(press) => {
        press.stopPropagation();
        onSelect(node);
      }}
      onKeyDown={(press) => {
        if (press.key !== "Enter" && press.key !== " ") return;
        press.preventDefault();
        onSelect(node);
      }}
    >
      <title>{describe(props)}</title>
      {/* The title is the accessible name; the drawn text would only repeat it. */}
      <g aria-hidden="true">
        <HitArea place={place} />
        {(outcome !== "ok" || slow !== null || selected) && (
          <circle className="halo" r={place.radius + (place.compact ? 4 : 6)} />
        )}
        <circle className="disk" r={place.radius - 1} />
        {statistics ? (
          <>
            <Ring
              statistics={statistics}
              radius={place.radius - 2.5}
              width={place.compact ? 3 : 4.5}
            />
            <Figures {...props} statistics={statistics} />
          </>
        ) : (
          <>
            <circle
              className="ring none"
              r={place.radius - 2}
              fill="none"
              strokeWidth={1.5}
            />
            {node.client && <ClientGlyph />}
          </>
        )}
        {place.compact ? <SideLabel {...props} /> : <BelowLabel {...props} />}
      </g>
    </g>
  );
});

function HitArea({ place }: { place: PlacedNode }) {
  const { radius: r, labelWidth, compact } = place;
  return compact ? (
    <rect
      className="hit"
      x={-r - 3}
      y={-r - 5}
      width={2 * r + labelWidth + 4}
      height={2 * r + 10}
      rx="8"
    />
  ) : (
    <circle className="hit" r={r + 6} />
  );
}

function Figures({
  node,
  place,
  statistics,
  windowSeconds,
}: Props & { statistics: Statistics }) {
  const [figure = "", unit = ""] = duration(meanTime(statistics)).split(" ");
  if (place.compact) {
    return (
      <text className="figure" textAnchor="middle">
        <tspan x="0" y="1">
          {figure}
        </tspan>
        <tspan className="unit" x="0" y="11">
          {unit}
        </tspan>
      </text>
    );
  }
  const table = node.type?.startsWith("AWS::DynamoDB") ?? false;
  return (
    <>
      {table && (
        <g transform="translate(0,-14) scale(.8)">
          <TableGlyph />
        </g>
      )}
      <text className="figure" textAnchor="middle">
        <tspan x="0" y={table ? 7 : 0}>
          {figure} {unit}
        </tspan>
        {windowSeconds !== null && (
          <tspan className="unit" x="0" y={table ? 19 : 13}>
            {perMinute(statistics.total, windowSeconds)} t/min
          </tspan>
        )}
      </text>
    </>
  );
}

function SideLabel({ node, place, windowSeconds, slow }: Props) {
  const x = place.radius + 7;
  const remark = remarkOf(node, slow);
  const room = Math.floor(place.labelWidth / 6.4);
  return (
    <g>
      <text className="name" x={x} y={remark ? -9 : -2}>
        {clip(node.name, room)}
      </text>
      <text className="minor" x={x} y={remark ? 4 : 11}>
        {node.statistics && windowSeconds !== null
          ? `${perMinute(node.statistics.total, windowSeconds)} t/min`
          : clip(serviceType(node.type), room)}
      </text>
      {remark && <Pill x={x - 1} y={8} kind={remark.kind} text={remark.text} />}
    </g>
  );
}

function BelowLabel({ node, place, slow }: Props) {
  const remark = remarkOf(node, slow);
  const room = Math.floor(place.labelWidth / 6.4);
  const y = place.radius + 18;
  return (
    <g>
      <text className="name" textAnchor="middle" y={y}>
        {node.client ? "Clients" : clip(node.name, room)}
      </text>
      <text className="minor" textAnchor="middle" y={y + 14}>
        {node.client
          ? `of ${clip(node.name, room - 3)}`
          : clip(serviceType(node.type), room + 2)}
      </text>
      {remark && <Pill x={0} y={y + 20} kind={remark.kind} text={remark.text} centred />}
    </g>
  );
}

function Pill({
  x,
  y,
  kind,
  text,
  centred = false,
}: {
  x: number;
  y: number;
  kind: Outcome | "slow";
  text: string;
  centred?: boolean;
}) {
  const width = text.length * 5.7 + 12;
  const left = centred ? x - width / 2 : x;
  return (
    <g className={`pill ${kind}`}>
      <rect x={left} y={y} width={width} height="16" rx="8" />
      <text x={left + width / 2} y={y + 11.5} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

/** The one thing to say about a node that is not well. */
function remarkOf(node: GraphNode, slow: number | null) {
  const { statistics } = node;
  if (!statistics) return null;
  const kind = worst(statistics);
  if (kind !== "ok") {
    return { kind, text: `${share(statistics.counts[kind], statistics.total)} ${kind}` };
  }
  if (slow === null) return null;
  return {
    kind: "slow" as const,
    text: `${slow < 10 ? slow.toFixed(1) : Math.round(slow)}× slower`,
  };
}

function describe({ node, windowSeconds, slow }: Props): string {
  const { statistics } = node;
  if (node.client) return `Clients of ${node.name}`;
  if (!statistics) return `${node.name}, ${serviceType(node.type)}, no figures`;
  const { counts, total } = statistics;
  const shares = (["fault", "throttle", "error"] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${share(counts[outcome], total)} ${outcome}`);
  return [
    node.name,
    serviceType(node.type),
    `mean ${duration(meanTime(statistics))}`,
    ...(windowSeconds === null
      ? []
      : [`${perMinute(total, windowSeconds)} traces per minute`]),
    ...(shares.length > 0 ? shares : ["no errors"]),
    ...(slow !== null ? [`${slow.toFixed(1)} times the median of its siblings`] : []),
  ].join(", ");
}
