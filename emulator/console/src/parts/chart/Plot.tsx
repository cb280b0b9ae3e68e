/**
 * The frame of a chart that can be brushed. What stands in it is the chart's own: a
 * `<Grid>`, shapes, the `<BrushMark>`, markers, in the order in which they are drawn.
 */
import { useMemo, useRef, type ReactNode } from "react";
import { useWidth } from "../size";
import { areaOf, type Margins, type Tick } from "./area";
import type { Brush } from "./brush";
import "./chart.css";

/** As wide as what is around its frame. */
export function useRoom(height: number, margins: Margins) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const area = useMemo(() => areaOf(width, height, margins), [width, height, margins]);
  return { frame, width, height, area };
}

type Room = ReturnType<typeof useRoom>;

interface Props {
  room: Room;
  /** What it shows; how it is brushed by keys is said behind it. */
  label: string;
  /** What the arrow keys choose. */
  choice: string;
  brush: Brush;
  /** What is brushed, in words. */
  note: ReactNode;
  corner?: ReactNode;
  children: ReactNode;
}

export function Plot({ room, label, choice, brush, note, corner, children }: Props) {
  const { frame, width, height } = room;
  return (
    <div ref={frame} className="chart-frame" style={{ height }}>
      <svg
        className="chart"
        width={width}
        height={height}
        role="application"
        tabIndex={0}
        aria-label={`${label}. Arrow keys choose a ${choice}, Shift widens it, Enter keeps it.`}
        {...brush.handlers}
      >
        {children}
      </svg>
      {corner && <span className="chart-corner">{corner}</span>}
      <span className="chart-note" aria-live="polite">
        {note}
      </span>
    </div>
  );
}

interface GridProps {
  room: Room;
  /** Lines across, with what they stand for. */
  rows: Tick[];
  /** Words below. */
  columns: Tick[];
}

const GAP = 6;
/** From the baseline of small figures to their middle. */
const HALF_A_FIGURE = 3.5;

export function Grid({ room: { area, height }, rows, columns }: GridProps) {
  return (
    <g className="grid" aria-hidden="true">
      {rows.map(({ at, label }) => (
        <g key={at}>
          <line x1={area.left} x2={area.right} y1={at} y2={at} />
          <text x={area.left - GAP} y={at + HALF_A_FIGURE} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {columns.map(({ at, label }) => (
        <text key={at} x={at} y={height - GAP} textAnchor="middle">
          {label}
        </text>
      ))}
    </g>
  );
}

export function BrushMark({ brush: { box } }: { brush: Brush }) {
  return box && <rect className="brush" {...box} />;
}

/** In the place of a chart that there is nothing for. */
export function NoPlot({ height, children }: { height: number; children: ReactNode }) {
  return (
    <div className="chart-nothing faint" style={{ height }}>
      {children}
    </div>
  );
}
