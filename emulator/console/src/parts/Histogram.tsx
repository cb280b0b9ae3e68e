/**
 * Response times by share of requests. Drag over it to choose a range, or by arrow keys;
 * "Zoom" shows that range alone.
 */
import { useMemo, useRef, useState } from "react";
import { duration, share, ticks } from "../format";
import type { Bin } from "../model";
import "./histogram.css";

export interface TimeRange {
  from: number;
  to: number;
}

interface Props {
  bins: Bin[];
  chosen: TimeRange | null;
  /** Without it nothing can be chosen. */
  onChoose?: (range: TimeRange | null) => void;
}

const WIDTH = 372;
const HEIGHT = 150;
const LEFT = 34;
const BOTTOM = 22;
const TOP = 8;
const BARS = 48;

export function Histogram({ bins, chosen, onChoose }: Props) {
  const drawing = useRef<SVGSVGElement>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [zoomed, setZoomed] = useState<TimeRange | null>(null);
  const view = useMemo(() => zoomed ?? wholeOf(bins.at(-1)?.value ?? 0), [zoomed, bins]);
  const { bars, total, highest } = useMemo(() => gather(bins, BARS, view), [bins, view]);
  const plot = { width: WIDTH - LEFT - 6, height: HEIGHT - BOTTOM - TOP };
  const length = view.to - view.from;
  const x = (seconds: number) => LEFT + ((seconds - view.from) / length) * plot.width;
  const y = (count: number) => TOP + plot.height * (1 - count / highest);
  const inView = (seconds: number) => Math.min(Math.max(seconds, view.from), view.to);
  const secondsAt = (clientX: number) => {
    const box = drawing.current!.getBoundingClientRect();
    const position = ((clientX - box.left) / box.width) * WIDTH;
    return inView(view.from + ((position - LEFT) / plot.width) * length);
  };
  const choose = (clientX: number) => {
    if (anchor === null) return;
    const at = secondsAt(clientX);
    onChoose?.({ from: Math.min(anchor, at), to: Math.max(anchor, at) });
  };
  const step = (press: React.KeyboardEvent) => {
    const next = stepped(press, chosen, view);
    if (!next) return;
    press.preventDefault();
    onChoose?.({ from: inView(next.from), to: inView(next.to) });
  };

  if (total === 0) return <p className="faint">No response times in this time range.</p>;
  const said = `Response times of ${total} requests, up to ${duration(bins.at(-1)?.value ?? 0)}`;
  return (
    <>
      <svg
        ref={drawing}
        className="histogram"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        {...(onChoose
          ? {
              role: "application",
              tabIndex: 0,
              "aria-label": `${said}. Arrow keys choose a range, Shift widens it.`,
              onKeyDown: step,
              onPointerDown: (press: React.PointerEvent) => {
                press.currentTarget.setPointerCapture(press.pointerId);
                setAnchor(secondsAt(press.clientX));
                onChoose(null);
              },
              onPointerMove: (press: React.PointerEvent) => choose(press.clientX),
              onPointerUp: () => setAnchor(null),
            }
          : { role: "img", "aria-label": said })}
      >
        <g className="grid">
          {[0, 0.5, 1].map((part) => (
            <g key={part}>
              <line
                x1={LEFT}
                x2={WIDTH - 6}
                y1={y(highest * part)}
                y2={y(highest * part)}
              />
              <text x={LEFT - 5} y={y(highest * part) + 3.5} textAnchor="end">
                {share(highest * part, total)}
              </text>
            </g>
          ))}
          {ticksBetween(view).map((seconds) => (
            <text
              key={seconds}
              x={x(seconds)}
              y={HEIGHT - 6}
              textAnchor={
                x(seconds) < LEFT + 12
                  ? "start"
                  : x(seconds) > WIDTH - 24
                    ? "end"
                    : "middle"
              }
            >
              {duration(seconds)}
            </text>
          ))}
        </g>
        {bars.map((count, index) =>
          count === 0 ? null : (
            <rect
              key={index}
              className={within(chosen, index, view) ? "bar" : "bar out"}
              x={x(view.from + (index * length) / BARS) + 0.5}
              width={plot.width / BARS - 1}
              // A single slow request stays visible beside thousands.
              y={Math.min(y(count), TOP + plot.height - 2)}
              height={Math.max(TOP + plot.height - y(count), 2)}
            />
          ),
        )}
        {chosen && (
          <rect
            className="brush"
            x={x(inView(chosen.from))}
            width={Math.max(x(inView(chosen.to)) - x(inView(chosen.from)), 1)}
            y={TOP}
            height={plot.height}
          />
        )}
      </svg>
      {onChoose && (
        <div className="histogram-tools">
          {chosen && canZoom(chosen, view) && (
            <button type="button" className="link" onClick={() => setZoomed(chosen)}>
              Zoom
            </button>
          )}
          {zoomed && (
            <button type="button" className="link" onClick={() => setZoomed(null)}>
              Show all
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** Not into what is shown already, nor into a moment. */
function canZoom(chosen: TimeRange, view: TimeRange): boolean {
  const part = (chosen.to - chosen.from) / (view.to - view.from);
  return part > 0 && part < 0.98;
}

/** From nothing to a little beyond the slowest. */
export function wholeOf(slowest: number): TimeRange {
  return { from: 0, to: Math.max(slowest * 1.02, 0.001) };
}

/** Puts the API's many distinct values into equally wide bars; `total` is of them all. */
export function gather(bins: Bin[], wanted: number, view: TimeRange) {
  const bars = new Array<number>(wanted).fill(0);
  let total = 0;
  for (const { value, count } of bins) {
    total += count;
    const index = Math.floor(((value - view.from) / (view.to - view.from)) * wanted);
    // The last value stands in the last bar, not behind it.
    const at = value === view.to ? wanted - 1 : index;
    if (at >= 0 && at < wanted) bars[at]! += count;
  }
  return { bars, total, highest: Math.max(...bars, 1) };
}

/** Round times within a range. */
export function ticksBetween({ from, to }: TimeRange): number[] {
  const step = ticks(to - from, 4)[1] ?? to - from;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Arrows move a choice by a bar, with Shift they widen it; null for other keys. */
function stepped(
  { key, shiftKey }: React.KeyboardEvent,
  chosen: TimeRange | null,
  { from, to }: TimeRange,
): TimeRange | null {
  const bar = (to - from) / BARS;
  const by = key === "ArrowRight" ? bar : key === "ArrowLeft" ? -bar : 0;
  if (by === 0) return null;
  if (!chosen) return { from: (from + to) / 2, to: (from + to) / 2 + 2 * bar };
  return shiftKey
    ? { from: chosen.from, to: Math.max(chosen.to + by, chosen.from + bar) }
    : { from: chosen.from + by, to: chosen.to + by };
}

function within(chosen: TimeRange | null, index: number, view: TimeRange): boolean {
  if (chosen === null) return true;
  const bar = (view.to - view.from) / BARS;
  const from = view.from + index * bar;
  return from + bar >= chosen.from && from <= chosen.to;
}
