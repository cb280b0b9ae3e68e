import { memo } from "react";
import { clip, duration, perMinute, serviceType, share } from "../../format";
import { LABEL_CHARACTER } from "../../layout/boxes";
import type { PlacedNode } from "../../layout/layered";
import { meanTime, worst, type GraphNode, type Statistics } from "../../model";
import { ClientGlyph, TableGlyph } from "../../parts/icons";
import { Ring } from "../../parts/Ring";
import { remarksOn, type Remark } from "../../remarks";

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
      <text className="figure label" textAnchor="middle">
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
      <text className="figure label" textAnchor="middle">
        <tspan x="0" y={table ? 7 : 0}>
          {figure} {unit}
        </tspan>
        {windowSeconds !== null && (
          <tspan className="unit" x="0" y={table ? 19 : 13}>
            {perMinute(statistics.total, windowSeconds)}/min
          </tspan>
        )}
      </text>
    </>
  );
}

/**
 * Two remarks take the second line's place: the panel has its figure too. Labels are
 * drawn around their own origin, from which the style sheet enlarges them.
 */
function SideLabel({ node, place, windowSeconds, slow }: Props) {
  const remarks = remarksOn(node.statistics, slow);
  const crowded = remarks.length > 1;
  const room = Math.floor(place.labelWidth / LABEL_CHARACTER);
  return (
    <g transform={`translate(${place.radius + 7},0)`}>
      <g className="label">
        <text className="name" y={[-2, -9, -13][remarks.length]}>
          {clip(node.name, room)}
        </text>
        {!crowded && (
          <text className="minor" y={remarks.length === 1 ? 4 : 11}>
            {node.statistics && windowSeconds !== null
              ? `${perMinute(node.statistics.total, windowSeconds)} t/min`
              : clip(serviceType(node.type), room)}
          </text>
        )}
        {remarks.map((remark, index) => (
          <Pill
            key={remark.kind}
            {...remark}
            x={-1}
            y={(crowded ? -10 : 8) + 17 * index}
          />
        ))}
      </g>
    </g>
  );
}

function BelowLabel({ node, place, slow }: Props) {
  const remarks = remarksOn(node.statistics, slow);
  const crowded = remarks.length > 1;
  const room = Math.floor(place.labelWidth / 6.4);
  return (
    <g transform={`translate(0,${place.radius + 6})`}>
      <g className="label" textAnchor="middle">
        <text className="name" y="12">
          {node.client ? "Clients" : clip(node.name, room)}
        </text>
        {!crowded && (
          <text className="minor" y="26">
            {node.client
              ? `of ${clip(node.name, room - 3)}`
              : clip(serviceType(node.type), room + 2)}
          </text>
        )}
        {remarks.map((remark, index) => (
          <Pill
            key={remark.kind}
            {...remark}
            x={-pillWidth(remark) / 2}
            y={(crowded ? 17 : 32) + 17 * index}
          />
        ))}
      </g>
    </g>
  );
}

function pillWidth({ text }: Remark): number {
  return text.length * 5.7 + 12;
}

function Pill({ x, y, ...remark }: Remark & { x: number; y: number }) {
  const width = pillWidth(remark);
  return (
    <g className={`pill ${remark.kind}`}>
      <rect x={x} y={y} width={width} height="16" rx="8" />
      <text x={x + width / 2} y={y + 11.5} textAnchor="middle">
        {remark.text}
      </text>
    </g>
  );
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
