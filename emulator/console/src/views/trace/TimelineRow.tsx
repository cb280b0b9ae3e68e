import { memo } from "react";
import { duration, serviceType } from "../../format";
import type { Part, Trace } from "../../trace/part";
import type { Row } from "../../trace/rows";
import type { Interval } from "../../trace/selfTime";
import { percentile, type Standing } from "../../trace/standing";
import { Bar } from "./Bar";
import { PartStatus } from "./PartStatus";

export const ROW_PIXELS = 28;
/** Deeper levels stand no further to the right, or their names would have no room. */
const MOST_STEPS = 12;
const STEP_PIXELS = 14;
/** From here on a part took remarkably long for its kind. */
export const REMARKABLE = 0.95;

interface Props {
  row: Row;
  /** Its place among all rows, from 0. */
  index: number;
  trace: Trace;
  view: Interval;
  waits: readonly Interval[];
  standing: Standing | null;
  selected: boolean;
  /** Of the same service as what is selected. */
  akin: boolean;
  hit: boolean;
  active: boolean;
  onFold: (ids: string[], folded: boolean) => void;
  onSelect: (part: Part) => void;
}

export const TimelineRow = memo(function TimelineRow(props: Props) {
  const { row, index, trace, selected, akin, hit, active, onSelect } = props;
  const { part } = row;
  const classes = [
    "timeline-row",
    part.kind,
    selected && "selected",
    akin && "akin",
    hit && "hit",
  ];
  return (
    <div
      role="row"
      className={classes.filter(Boolean).join(" ")}
      style={{ top: index * ROW_PIXELS }}
      data-part={part.id}
      aria-rowindex={index + 2}
      aria-level={part.level + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      onClick={() => onSelect(part)}
    >
      <Name {...props} />
      <span role="gridcell" className="status">
        {part.kind === "missing" ? "–" : <PartStatus part={part} />}
      </span>
      <span role="gridcell" className="code">
        {part.status ?? "–"}
      </span>
      <span role="gridcell" className="number">
        {part.end === null || part.kind === "missing"
          ? "–"
          : duration(part.end - part.start)}
      </span>
      <span role="gridcell" className="number own-time">
        {part.inferred || part.kind === "missing" ? "–" : duration(part.selfTime)}
      </span>
      <Among standing={props.standing} />
      <span role="gridcell" className="type" title={part.type ?? ""}>
        {typeOf(part)}
      </span>
      <span role="gridcell" className="axis">
        <Bar part={part} trace={trace} view={props.view} waits={props.waits} />
      </span>
    </div>
  );
});

function Name({ row, onFold }: Props) {
  const { part, expandable, expanded } = row;
  const steps = Math.min(part.level, MOST_STEPS);
  return (
    <span
      role="gridcell"
      className="part-name"
      style={{ paddingLeft: steps * STEP_PIXELS }}
    >
      {expandable ? (
        <button
          type="button"
          className="fold"
          tabIndex={-1}
          aria-label={
            expanded ? `Hide what ${part.name} did` : `Show what ${part.name} did`
          }
          onClick={(press) => {
            press.stopPropagation();
            onFold([part.id], expanded);
          }}
        >
          {expanded ? "▾" : "▸"}
        </button>
      ) : (
        <span className="fold" />
      )}
      <span className="label" title={part.node}>
        {part.node}
      </span>
      {part.kind === "missing" && <code className="faint">{part.id}</code>}
    </span>
  );
}

function Among({ standing }: { standing: Standing | null }) {
  if (!standing) {
    return (
      <span role="gridcell" className="number among">
        –
      </span>
    );
  }
  const { below, kind } = standing;
  return (
    <span
      role="gridcell"
      className={below >= REMARKABLE ? "number among remarkable" : "number among"}
      title={`Took longer than ${Math.floor(100 * below)}% of ${kind.total} × ${kind.label}`}
    >
      {percentile(below)}
    </span>
  );
}

export function typeOf(part: Part): string {
  if (part.kind === "missing") return "parent";
  if (part.inferred) return `${serviceType(part.type ?? "remote")}, inferred`;
  if (part.kind === "segment") return serviceType(part.type);
  if (part.type === "aws") return "AWS call";
  return part.type === "remote" ? "remote call" : "local";
}
