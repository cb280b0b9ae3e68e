/** Counts over time: stacked bars, lines, a band of what is usual, and markers. */
import { count, ticks } from "../format";
import type { Window } from "../range";
import { momentWord, timeTicks } from "../timeaxis";
import { yScale, type Scale } from "./chart/area";
import { momentScale } from "./chart/moments";
import { Grid, useRoom } from "./chart/Plot";
import { Markers } from "./Markers";
import type { Mark } from "./marks";
import "./time-chart.css";

/** What is drawn one above the other, lowest first, from `at` for `seconds`. */
export interface Bar {
  at: number;
  seconds: number;
  parts: { kind: string; value: number }[];
  /** Told when it is pointed at. */
  title: string;
}

export interface Line {
  kind: string;
  points: { at: number; value: number }[];
}

export interface Band {
  at: number;
  seconds: number;
  low: number;
  high: number;
}

interface Props {
  window: Window;
  label: string;
  bars?: Bar[];
  lines?: Line[];
  band?: Band[];
  marks: readonly Mark[];
  height?: number;
  /** Of the scale's figures. */
  format?: (value: number) => string;
}

const MARGINS = { left: 52, right: 14, top: 22, bottom: 22 };
const PIXELS_A_TICK = 90;

export function TimeChart({
  window,
  label,
  bars = [],
  lines = [],
  band = [],
  marks,
  height = 190,
  format = count,
}: Props) {
  const room = useRoom(height, MARGINS);
  const { area, width } = room;
  const highest = Math.max(
    1e-6,
    ...bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)),
    ...lines.flatMap(({ points }) => points.map(({ value }) => value)),
    ...band.map(({ high }) => high),
  );
  // There is no half of a request.
  const scale = ticks(highest, 4).filter(
    (value) => format !== count || Number.isInteger(value),
  );
  const most = Math.max(highest, scale.at(-1) ?? 0) * 1.02;
  const span = Math.max(window.end - window.start, 1);
  const x = momentScale(area, window);
  const y = yScale(area, { from: 0, to: most });
  const across = ({ at, seconds }: { at: number; seconds: number }) => {
    const from = Math.max(x(at), area.left);
    return { x: from, width: Math.max(Math.min(x(at + seconds), area.right) - from, 0) };
  };
  const moments = timeTicks(window.start, window.end, area.width / PIXELS_A_TICK);
  return (
    <div ref={room.frame} className="time-chart" style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="group" aria-label={label}>
          <Grid
            room={room}
            rows={scale.map((value) => ({ at: y(value), label: format(value) }))}
            columns={moments.map((at) => ({ at: x(at), label: momentWord(at, span) }))}
          />
          {bars.map((bar) => (
            <Stack key={bar.at} bar={bar} place={across(bar)} y={y} top={area.top} />
          ))}
          {band.map((each) => {
            const place = across(each);
            return (
              <g key={each.at} className="usual">
                <rect
                  {...place}
                  y={y(each.high)}
                  height={Math.max(y(each.low) - y(each.high), 2)}
                />
                <line
                  x1={place.x}
                  x2={place.x + place.width}
                  y1={y(each.high)}
                  y2={y(each.high)}
                />
              </g>
            );
          })}
          {lines.map(({ kind, points }) => (
            <polyline
              key={kind}
              className={`line ${kind}`}
              points={points.map(({ at, value }) => `${x(at)},${y(value)}`).join(" ")}
              // A single point is a line of no length: its ends make it a dot.
              strokeLinecap={points.length === 1 ? "round" : undefined}
              strokeWidth={points.length === 1 ? 6 : undefined}
            />
          ))}
          <Markers marks={marks} window={window} x={x} top={10} bottom={area.bottom} />
        </svg>
      )}
    </div>
  );
}

function Stack({
  bar,
  place,
  y,
  top,
}: {
  bar: Bar;
  place: { x: number; width: number };
  y: Scale;
  top: number;
}) {
  let below = 0;
  const gap = place.width > 4 ? 1 : 0;
  return (
    <g className="stack">
      <title>{bar.title}</title>
      <rect className="hit" {...place} y={top} height={Math.max(y(0) - top, 0)} />
      {bar.parts.map(({ kind, value }) => {
        const from = below;
        below += value;
        return value === 0 ? null : (
          <rect
            key={kind}
            className={`part ${kind}`}
            x={place.x + gap / 2}
            width={Math.max(place.width - gap, 1)}
            // A single fault stays visible beside thousands.
            y={Math.min(y(below), y(from) - 1.5)}
            height={Math.max(y(from) - y(below), 1.5)}
          />
        );
      })}
    </g>
  );
}

/** A word for each thing drawn, beside a piece of its colour. */
export function Legend({ entries }: { entries: { kind: string; word: string }[] }) {
  return (
    <ul className="chart-legend">
      {entries.map(({ kind, word }) => (
        <li key={kind}>
          <span className={`swatch ${kind}`} aria-hidden="true" />
          {word}
        </li>
      ))}
    </ul>
  );
}
