/**
 * Markers in a chart with a time axis: `useMarks(window)` asks for them, and
 * `<Markers>` draws each as a line inside the chart's own `<svg>`. Those too close for a
 * sign each share one with their number; what they are stands in a box beside it while
 * it is pointed at or has the focus.
 */
import { useMemo, useState } from "react";
import { insightsOf } from "../calls/insights";
import { markers as askForMarkers } from "../calls/markers";
import { timestamp } from "../format";
import { useAnswer } from "../query";
import type { Window } from "../range";
import { clusters, kindOf, MARK_WORDS, marksIn, type Cluster } from "./marks";
import type { Mark, MarkKind } from "./marks";
import { MarkTip } from "./MarkTip";
import "./markers.css";

/** A chart is no worse for marks that cannot be had, so errors are not told. */
export function useMarks(
  window: Window | null,
  { group = "" }: { group?: string | null } = {},
): Mark[] {
  const key = window && `${Math.round(window.start)} ${Math.round(window.end)} ${group}`;
  const answer = useAnswer(key ?? "", async (signal) => {
    if (window === null) return [];
    const [told, found] = await Promise.allSettled([
      askForMarkers(window, signal),
      insightsOf(group || "Default", window, signal),
    ]);
    return marksIn(
      window,
      told.status === "fulfilled" ? told.value.markers : [],
      found.status === "fulfilled" ? found.value : [],
    );
  });
  return answer.value ?? NONE;
}

const NONE: Mark[] = [];

interface Props {
  marks: readonly Mark[];
  window: Window;
  /** Epoch seconds to the chart's x. */
  x: (at: number) => number;
  /** Of the signs' middle. */
  top: number;
  bottom: number;
}

const SIGNS: Record<MarkKind, string> = {
  note: "M-4-3h8v6h-8zM-2-.5h4M-2 1.5h2.5",
  deploy: "M0 4V-4M-3.5-.5 0-4 3.5-.5",
  "fault-on": "M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5",
  "fault-off": "M-4 0-1 3 4-3",
  insight: "M0-4.5V1M0 4v.2",
};
const RADIUS = 7;
/** Signs closer than this would cover each other. */
const APART = 2 * RADIUS + 3;

export function Markers({ marks, window, x, top, bottom }: Props) {
  const shown = marks.filter(({ at }) => at >= window.start && at <= window.end);
  return (
    <g className="markers">
      {shown.map(({ id, at, kind }) => (
        <line
          key={id}
          className={`mark ${kind}`}
          x1={x(at)}
          x2={x(at)}
          y1={top + RADIUS}
          y2={bottom}
        />
      ))}
      {clusters(shown, x, APART).map((cluster) => (
        <Sign
          key={cluster.marks[0]!.id}
          cluster={cluster}
          lines={cluster.marks.map(({ at }) => x(at))}
          top={top}
          bottom={bottom}
        />
      ))}
    </g>
  );
}

interface SignProps {
  cluster: Cluster;
  /** Where the lines of its marks stand. */
  lines: number[];
  top: number;
  bottom: number;
}

function Sign({ cluster, lines, top, bottom }: SignProps) {
  const [at, setAt] = useState<DOMRect | null>(null);
  const { marks, x } = cluster;
  const kind = kindOf(cluster);
  const words = useMemo(() => marks.map(described).join("; "), [marks]);
  const show = (event: { currentTarget: Element }) =>
    setAt(event.currentTarget.querySelector("circle")!.getBoundingClientRect());
  const hide = () => setAt(null);
  const left = Math.min(...lines) - RADIUS;
  return (
    <g
      className={`mark ${kind ?? "several"}`}
      role="img"
      aria-label={words}
      tabIndex={0}
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={(press) => {
        // Arrow keys and Escape mean the chart around it only when that has the focus.
        if (press.key !== "Tab") press.stopPropagation();
        if (press.key === "Escape") hide();
      }}
    >
      {/* Wide enough to be hovered, all of its lines. */}
      <rect
        x={left}
        y={top - RADIUS}
        width={Math.max(...lines) + RADIUS - left}
        height={bottom - top + RADIUS}
      />
      <g transform={`translate(${x},${top})`}>
        <circle r={RADIUS} />
        {marks.length === 1 ? (
          <path d={SIGNS[marks[0]!.kind]} />
        ) : (
          <text y="3.5" textAnchor="middle">
            {marks.length > 9 ? "9+" : marks.length}
          </text>
        )}
      </g>
      {at && <MarkTip marks={marks} at={at} />}
    </g>
  );
}

function described({ kind, text, at }: Mark): string {
  return `${MARK_WORDS[kind]}: ${text}, ${timestamp(at)}`;
}
