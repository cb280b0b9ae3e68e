/** Every segment and subsegment as a row with its bar on one common time axis. */
import { useEffect, useMemo, useRef, useState } from "react";
import { duration, serviceType, share, ticks } from "../../format";
import type { Part, Trace } from "../../trace";
import { PartStatus } from "./PartStatus";
import { dominantShare, visibleRows, type Row } from "./rows";

interface Props {
  trace: Trace;
  selected: string | null;
  onSelect: (part: Part) => void;
}

export function Timeline({ trace, selected, onSelect }: Props) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => visibleRows(trace, collapsed), [trace, collapsed]);
  const active = focused ?? selected ?? rows[0]?.part.id ?? null;

  const collapse = (id: string, folded: boolean) => {
    const next = new Set(collapsed);
    if (folded) next.add(id);
    else next.delete(id);
    setCollapsed(next);
  };
  const press = (key: React.KeyboardEvent) => {
    const at = rows.findIndex((row) => row.part.id === active);
    const row = rows[at];
    if (!row) return;
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[
      key.key
    ];
    if (target !== undefined) setFocused(rows[target]?.part.id ?? row.part.id);
    else if (key.key === "ArrowLeft") collapse(row.part.id, row.collapsible);
    else if (key.key === "ArrowRight") collapse(row.part.id, false);
    else if (key.key === "Enter" || key.key === " ") onSelect(row.part);
    else return;
    key.preventDefault();
  };
  useEffect(() => {
    if (focused === null) return;
    const row = body.current?.querySelector<HTMLElement>("[tabindex='0']");
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }, [focused]);

  return (
    <div className="timeline" role="treegrid" aria-label="Timeline">
      <Head trace={trace} />
      <div ref={body} role="rowgroup" onKeyDown={press}>
        {rows.map((row) => (
          <TimelineRow
            key={row.part.id}
            row={row}
            trace={trace}
            folded={collapsed.has(row.part.id)}
            selected={row.part.id === selected}
            active={row.part.id === active}
            onFold={collapse}
            onSelect={(part) => {
              setFocused(part.id);
              onSelect(part);
            }}
          />
        ))}
      </div>
    </div>
  );
}

function Head({ trace }: { trace: Trace }) {
  return (
    <div className="timeline-row timeline-head" role="row">
      <span role="columnheader">Name</span>
      <span role="columnheader">Status</span>
      <span role="columnheader">Code</span>
      <span role="columnheader" className="number">
        Duration
      </span>
      <span role="columnheader" className="type">
        Type
      </span>
      <span role="columnheader" className="axis">
        <span className="unseen">Time</span>
        <Axis length={trace.end - trace.start} labels />
      </span>
    </div>
  );
}

/** SVG's percentages follow the column's width without measuring it. */
function Axis({ length, labels = false }: { length: number; labels?: boolean }) {
  if (length <= 0) return null;
  return (
    <svg className="axis-lines" width="100%" height="100%">
      {ticks(length, 4).map((seconds) => {
        const x = `${(100 * seconds) / length}%`;
        const nearEnd = seconds / length > 0.92;
        return (
          <g key={seconds}>
            <line x1={x} x2={x} y1="0" y2="100%" />
            {labels && (
              <text
                x={x}
                dx={nearEnd ? -4 : 4}
                y="20"
                textAnchor={nearEnd ? "end" : "start"}
              >
                {duration(seconds)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function TimelineRow({
  row,
  trace,
  folded,
  selected,
  active,
  onFold,
  onSelect,
}: {
  row: Row;
  trace: Trace;
  folded: boolean;
  selected: boolean;
  active: boolean;
  onFold: (id: string, folded: boolean) => void;
  onSelect: (part: Part) => void;
}) {
  const { part } = row;
  const dominant = dominantShare(part, trace);
  const classes = ["timeline-row", part.segment && "segment", selected && "selected"];
  return (
    <div
      role="row"
      className={classes.filter(Boolean).join(" ")}
      aria-level={row.depth + 1}
      aria-expanded={row.collapsible ? !folded : undefined}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      onClick={() => onSelect(part)}
    >
      <span role="gridcell" className={`part-name depth-${Math.min(row.depth, 8)}`}>
        {row.collapsible ? (
          <button
            type="button"
            className="fold"
            tabIndex={-1}
            aria-label={
              folded ? `Show what ${part.name} did` : `Hide what ${part.name} did`
            }
            onClick={(press) => {
              press.stopPropagation();
              onFold(part.id, !folded);
            }}
          >
            {folded ? "▸" : "▾"}
          </button>
        ) : (
          <span className="fold" />
        )}
        <span className="label" title={part.name}>
          {part.node}
        </span>
        {part.orphan && <span className="tag">parent missing</span>}
      </span>
      <span role="gridcell">
        <PartStatus part={part} />
      </span>
      <span role="gridcell">{part.status ?? "–"}</span>
      <span role="gridcell" className="number">
        {part.end === null ? "–" : duration(part.end - part.start)}
      </span>
      <span role="gridcell" className="type" title={part.type ?? ""}>
        {typeOf(part)}
      </span>
      <span role="gridcell" className="axis">
        <Bar part={part} trace={trace} dominant={dominant} />
      </span>
    </div>
  );
}

function Bar({
  part,
  trace,
  dominant,
}: {
  part: Part;
  trace: Trace;
  dominant: number | null;
}) {
  const length = trace.end - trace.start || 1;
  const from = (100 * (part.start - trace.start)) / length;
  const to = (100 * ((part.end ?? trace.end) - trace.start)) / length;
  const roomAfter = to < 70;
  const kind = part.outcome !== "ok" ? part.outcome : dominant !== null ? "slow" : "ok";
  const remark = dominant === null ? null : `${share(dominant, 1)} of the trace`;
  const inside = to - from > 40;
  return (
    <>
      <Axis length={trace.end - trace.start} />
      <svg className="bar-drawing" width="100%" height="100%">
        <rect
          className={`bar ${kind} ${part.end === null ? "open" : ""}`}
          x={`${from}%`}
          width={`${Math.max(to - from, 0)}%`}
          y="7"
          height="14"
          rx="3"
        />
        {/* Shorter than a pixel is still something that happened. */}
        <rect
          className={`bar ${kind}`}
          x={`${Math.min(from, 99.7)}%`}
          width="3"
          y="7"
          height="14"
          rx="1.5"
        />
        {remark && (
          <text
            className={inside ? `remark on-${kind}` : "remark"}
            x={`${inside || !roomAfter ? from : to}%`}
            dx={inside || roomAfter ? 8 : -8}
            y="18"
            textAnchor={inside || roomAfter ? "start" : "end"}
          >
            {remark}
          </text>
        )}
      </svg>
    </>
  );
}

function typeOf(part: Part): string {
  if (part.inferred) return `${serviceType(part.type ?? "remote")}, inferred`;
  if (part.segment) return serviceType(part.type);
  return part.type === "aws"
    ? "AWS call"
    : part.type === "remote"
      ? "remote call"
      : "local";
}
