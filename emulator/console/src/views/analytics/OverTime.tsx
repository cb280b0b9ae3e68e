/** When the traces of each set began, as shares of the set; drag to narrow the time. */
import { useRef } from "react";
import type { Comparison } from "../../calls/comparison";
import { count, share, ticks, time } from "../../format";
import type { Which } from "../../pair";
import { Markers, useMarks } from "../../parts/Markers";
import { useWidth } from "../../parts/size";
import type { Window } from "../../range";
import { momentWord, timeTicks } from "../../timeaxis";
import type { Breakdown } from "../traces/breakdown";
import { useBrush } from "../traces/brush";
import { HEIGHT } from "./Distributions";
import { Legend } from "./Legend";
import { Letter } from "./Letter";
import { outline, perColumn } from "./shares";

const LEFT = 48;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
/** Two of the API's 96 columns are one step. */
const TOGETHER = 2;

interface Props {
  comparison: Comparison;
  /** Both sets are of the same time range and share a chart. */
  together: boolean;
  narrows: Which;
  onChoose: (which: Which, window: Window) => void;
}

export function OverTime({ comparison, together, narrows, onChoose }: Props) {
  const a = { which: "a", breakdown: comparison.a.breakdown } as const;
  const b = { which: "b", breakdown: comparison.b.breakdown } as const;
  const highest = Math.max(0.01, ...[a, b].flatMap(({ breakdown }) => shares(breakdown)));
  const shared = { highest, onChoose };
  return (
    <figure className="card">
      <figcaption>
        <h2>Over time</h2>
        <Legend />
        <span className="grow" />
        <span className="faint">
          {together ? `Drag to narrow ${narrows.toUpperCase()}` : "Drag to narrow"}
        </span>
      </figcaption>
      {together ? (
        <Chart {...shared} series={[a, b]} narrows={narrows} height={HEIGHT} />
      ) : (
        <>
          <Chart {...shared} series={[a]} narrows="a" height={HEIGHT / 2} />
          <Chart {...shared} series={[b]} narrows="b" height={HEIGHT / 2} />
        </>
      )}
    </figure>
  );
}

interface Series {
  which: Which;
  breakdown: Breakdown;
}

interface ChartProps {
  series: Series[];
  narrows: Which;
  highest: number;
  height: number;
  onChoose: (which: Which, window: Window) => void;
}

function Chart({ series, narrows, highest, height, onChoose }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  // The window of a rest that is empty is empty, too.
  const { window, columns } = series[0]!.breakdown;
  const marks = useMarks(window);
  const high = height - TOP - BOTTOM;
  const plot = Math.max(width - LEFT - RIGHT, 1);
  const length = Math.max(window.end - window.start, 1);
  const xAt = (epoch: number) => LEFT + ((epoch - window.start) / length) * plot;
  const x = (step: number) =>
    LEFT + (Math.min(step * TOGETHER, columns) / columns) * plot;
  const y = (part: number) => TOP + high * (1 - part / highest);
  const windowOf = ({ from, to }: { from: number; to: number }): Window => ({
    start: Math.floor(window.start + from * length),
    end: Math.ceil(window.start + to * length),
  });
  const { chosen, handlers } = useBrush(
    { left: LEFT, top: TOP, width: plot, height: high },
    {
      down: false,
      onBrushed: ({ across }) => across && onChoose(narrows, windowOf(across)),
    },
  );
  const range = chosen?.across ? windowOf(chosen.across) : null;
  const names = series.map(({ which }) => which.toUpperCase()).join(" and ");
  return (
    <div ref={frame} className="chart-frame" style={{ height }}>
      <svg
        className="chart"
        width={width}
        height={height}
        role="application"
        tabIndex={0}
        aria-label={`Traces of ${names} over time. Arrow keys choose a time range, Shift widens it, Enter keeps it.`}
        {...handlers}
      >
        <g className="grid">
          {ticks(highest, height < 150 ? 1 : 3).map((part) => (
            <g key={part}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(part)} y2={y(part)} />
              <text x={LEFT - 6} y={y(part) + 3.5} textAnchor="end">
                {share(part, 1)}
              </text>
            </g>
          ))}
          {timeTicks(window.start, window.end, plot / 80).map((moment) => (
            <text
              key={moment}
              x={Math.min(Math.max(xAt(moment), LEFT + 22), width - 30)}
              y={height - 6}
              textAnchor="middle"
            >
              {momentWord(moment, length)}
            </text>
          ))}
        </g>
        {series
          .filter(({ breakdown }) => breakdown.all.timed > 0)
          .map(({ which, breakdown }) => (
            <path
              key={which}
              className={`set-shape ${which}`}
              d={outline(shares(breakdown), x, y)}
            />
          ))}
        <Steps series={series} x={x} top={TOP} height={high} />
        {range && (
          <rect
            className="brush"
            x={xAt(range.start)}
            width={xAt(range.end) - xAt(range.start)}
            y={TOP}
            height={high}
          />
        )}
        <Markers marks={marks} window={window} x={xAt} top={TOP} bottom={TOP + high} />
      </svg>
      {series.length === 1 && (
        <span className="set-corner">
          <Letter of={series[0]!.which} />
        </span>
      )}
      <span className="chart-note" aria-live="polite">
        {range && `${time(range.start)} to ${time(range.end)}`}
      </span>
    </div>
  );
}

interface StepsProps {
  series: Series[];
  x: (step: number) => number;
  top: number;
  height: number;
}

/** What a step says when it is pointed at. */
function Steps({ series, x, top, height }: StepsProps) {
  const { window, columns } = series[0]!.breakdown;
  const seconds = ((window.end - window.start) / columns) * TOGETHER;
  const counts = series.map(({ which, breakdown }) => ({
    name: which.toUpperCase(),
    counts: perColumn(breakdown, TOGETHER),
    of: breakdown.all.timed,
  }));
  return counts[0]!.counts.map((_, step) => (
    <rect
      key={step}
      className="hit"
      x={x(step)}
      width={Math.max(x(step + 1) - x(step), 0)}
      y={top}
      height={height}
    >
      <title>
        {[
          time(window.start + step * seconds),
          ...counts.map(
            (each) =>
              `${each.name}: ${share(each.counts[step]!, each.of)} (${count(each.counts[step]!)})`,
          ),
        ].join("\n")}
      </title>
    </rect>
  ));
}

function shares(breakdown: Breakdown): number[] {
  const { timed } = breakdown.all;
  return perColumn(breakdown, TOGETHER).map((each) => (timed ? each / timed : 0));
}
