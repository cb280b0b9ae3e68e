/**
 * Markers in a chart with a time axis: `useMarkers(window)` asks for them, and
 * `<Markers>` draws each as a line inside the chart's own `<svg>`.
 */
import { markers, MARKER_WORDS, type Marker } from "../calls/markers";
import { timestamp } from "../format";
import { useAnswer } from "../query";
import type { Window } from "../range";
import "./markers.css";

/** A chart is no worse for markers that cannot be had, so errors are not told. */
export function useMarkers(window: Window | null): Marker[] {
  const answer = useAnswer(
    window ? `markers ${Math.round(window.start)} ${Math.round(window.end)}` : "none",
    async (signal) => (window ? (await markers(window, signal)).markers : []),
  );
  return answer.value ?? [];
}

interface Props {
  markers: Marker[];
  window: Window;
  /** Epoch seconds to the chart's x. */
  x: (at: number) => number;
  top: number;
  bottom: number;
}

const SIGNS: Record<Marker["kind"], string> = {
  note: "M-4-3h8v6h-8zM-2-.5h4M-2 1.5h2.5",
  deploy: "M0 4V-4M-3.5-.5 0-4 3.5-.5",
  "fault-on": "M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5",
  "fault-off": "M-4 0-1 3 4-3",
};

export function Markers({ markers: all, window, x, top, bottom }: Props) {
  const shown = all.filter(({ at }) => at >= window.start && at <= window.end);
  return (
    <g className="markers">
      {shown.map((marker) => (
        <g
          key={marker.id}
          className={`marker ${marker.kind}`}
          role="img"
          aria-label={described(marker)}
          transform={`translate(${x(marker.at)},0)`}
        >
          <title>{described(marker)}</title>
          <line y1={top + 7} y2={bottom} />
          {/* Wide enough to be hovered. */}
          <rect x="-6" y={top - 7} width="12" height={bottom - top + 7} />
          <circle cy={top} r="7" />
          <path d={SIGNS[marker.kind]} transform={`translate(0,${top})`} />
        </g>
      ))}
    </g>
  );
}

function described({ kind, text, at }: Marker): string {
  return `${MARKER_WORDS[kind]}: ${text}, ${timestamp(at)}`;
}
