/** One service on the map: near with its figures and name, far as a ring. */
import { memo } from "react";
import { duration, perMinute } from "../../format";
import type { PlacedNode } from "../../layout/placed";
import { meanTime, worst, type GraphNode, type Statistics } from "../../model";
import { Ring } from "../../parts/Ring";
import { describe } from "./describe";
import { Glyph } from "./glyphs";
import { BelowLabel, SideLabel } from "./NodeLabels";
import "./node.css";

interface Props {
  node: GraphNode;
  place: PlacedNode;
  /** null for the map of one trace, which has no rate. */
  windowSeconds: number | null;
  /** How many times its siblings' median it takes, if that is remarkable. */
  slow: number | null;
  /** What an insight says of it. */
  insight: string | null;
  /** Of the ring, as a multiple of what the layout gave it. */
  size: number;
  /** The service's kind instead of its figures. */
  icon: boolean;
  near: boolean;
  dim: boolean;
  selected: boolean;
  /** Whether the tabulator stops here; arrow keys lead on. */
  stop: boolean;
  onSelect: (node: GraphNode) => void;
  onKey: (node: GraphNode, press: React.KeyboardEvent) => void;
}

export const NodeShape = memo(function NodeShape(props: Props) {
  const { node, place, slow, selected, onSelect } = props;
  return (
    <g
      className={classesOf(props)}
      transform={`translate(${place.x},${place.y})`}
      role="button"
      tabIndex={props.stop ? 0 : -1}
      data-node={node.key}
      aria-pressed={selected}
      onClick={(press) => {
        press.stopPropagation();
        onSelect(node);
      }}
      onKeyDown={(press) => props.onKey(node, press)}
    >
      <title>{describe({ ...props, slow })}</title>
      {/* The title is the accessible name; the drawn text would only repeat it. */}
      <g aria-hidden="true">{props.near ? <Near {...props} /> : <Far {...props} />}</g>
    </g>
  );
});

function classesOf({ node, place, slow, dim, selected, near }: Props): string {
  const outcome = node.statistics ? worst(node.statistics) : "ok";
  const classes = [
    "node",
    place.compact ? "compact" : "single",
    near ? "near" : "far",
    outcome,
    slow !== null && "slow",
    dim && "dim",
    selected && "selected",
  ];
  return classes.filter(Boolean).join(" ");
}

function Near(props: Props) {
  const { node, place, slow, selected, insight } = props;
  const { statistics } = node;
  const radius = place.radius * props.size;
  const ill = statistics !== null && worst(statistics) !== "ok";
  return (
    <>
      <HitArea place={place} radius={radius} />
      {(ill || slow !== null || selected) && (
        <circle className="halo" r={radius + (place.compact ? 4 : 6)} />
      )}
      <circle className="disk" r={radius - 1} />
      {statistics ? (
        <Ring
          statistics={statistics}
          radius={radius - 2.5}
          width={place.compact ? 3 : 4.5}
        />
      ) : (
        <circle className="ring none" r={radius - 2} fill="none" strokeWidth={1.5} />
      )}
      <Inside {...props} radius={radius} />
      {insight !== null && <InsightMark radius={radius} />}
      {place.compact ? (
        <SideLabel {...props} radius={radius} />
      ) : (
        <BelowLabel {...props} radius={radius} />
      )}
    </>
  );
}

/** A ring thick enough to tell its colours, and nothing in it. */
function Far({ node, place, size, selected, insight }: Props) {
  const radius = place.radius * size;
  return (
    <>
      {selected && <circle className="halo" r={radius + 8} />}
      <circle className="disk hit" r={radius} />
      {node.statistics ? (
        <Ring
          statistics={node.statistics}
          radius={radius - 4}
          width={place.compact ? 5 : 8}
        />
      ) : (
        <circle className="ring none" r={radius - 3} fill="none" strokeWidth={4} />
      )}
      {insight !== null && <InsightMark radius={radius} />}
    </>
  );
}

function HitArea({ place, radius: r }: { place: PlacedNode; radius: number }) {
  const { labelWidth, compact } = place;
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

/** As large as the ring they are in. */
function Inside({
  node,
  place,
  icon,
  radius,
  size,
  windowSeconds,
}: Props & { radius: number }) {
  const { statistics } = node;
  if (icon || node.client) return <Glyph type={node.type} scale={radius / 26} />;
  if (!statistics) return null;
  return (
    <g transform={`scale(${size})`}>
      {place.compact ? (
        <CompactFigure statistics={statistics} />
      ) : (
        <Figures statistics={statistics} type={node.type} windowSeconds={windowSeconds} />
      )}
    </g>
  );
}

function CompactFigure({ statistics }: { statistics: Statistics }) {
  const [figure = "", unit = ""] = duration(meanTime(statistics)).split(" ");
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

function Figures({
  statistics,
  type,
  windowSeconds,
}: {
  statistics: Statistics;
  type: string | null;
  windowSeconds: number | null;
}) {
  const table = type?.startsWith("AWS::DynamoDB") ?? false;
  return (
    <>
      {table && (
        <g transform="translate(0,-14)">
          <Glyph type={type} scale={0.65} />
        </g>
      )}
      <text className="figure label" textAnchor="middle">
        <tspan x="0" y={table ? 7 : 0}>
          {duration(meanTime(statistics))}
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

/** At the ring's shoulder: an insight names this service. */
function InsightMark({ radius }: { radius: number }) {
  return (
    <g
      className="insight-mark"
      transform={`translate(${0.72 * radius},${-0.72 * radius})`}
    >
      <circle r="8" />
      <path d="M0-4.5v5M0 3.4v.1" />
    </g>
  );
}
