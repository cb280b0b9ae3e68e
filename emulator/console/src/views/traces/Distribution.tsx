/** How many traces took how long; drag over it to keep those in between. */
import { useMemo, useRef } from "react";
import { count, counted, duration, ticks } from "../../format";
import { OUTCOMES } from "../../model";
import { useWidth } from "../../parts/size";
import { bars, rowStart, rowsShown, type Bar, type Breakdown } from "./breakdown";
import { useBrush } from "./brush";
import { rowAt, secondsAt, timeTicks } from "./scale";
import type { TimesChosen } from "./chosen";

export const CHART_HEIGHT = 150;
const LEFT = 44;
const RIGHT = 12;
const TOP = 8;
const BOTTOM = 22;
const PLOT_HEIGHT = CHART_HEIGHT - TOP - BOTTOM;

interface Props {
  breakdown: Breakdown;
  onChoose: (times: TimesChosen) => void;
}

export function Distribution({ breakdown, onChoose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { first, end } = useMemo(() => rowsShown(breakdown), [breakdown]);
  const all = useMemo(() => bars(breakdown), [breakdown]);
  const per = breakdown.rowsPerDecade;
  const plot = Math.max(width - LEFT - RIGHT, 1);
  const x = (row: number) => LEFT + ((row - first) / (end - first)) * plot;
  const highest = Math.max(1, ...all.map((bar) => bar.total));
  const y = (traces: number) => TOP + PLOT_HEIGHT * (1 - traces / highest);
  const area = { left: LEFT, top: TOP, width: plot, height: PLOT_HEIGHT };
  const timesOf = ({ from, to }: { from: number; to: number }): TimesChosen => ({
    from: from <= 0 ? null : secondsAt(first + from * (end - first), per),
    to: to >= 1 ? null : secondsAt(first + to * (end - first), per),
  });
  const { chosen, handlers } = useBrush(area, {
    down: false,
    onBrushed: ({ across }) => across && onChoose(timesOf(across)),
  });
  const range = chosen?.across ? timesOf(chosen.across) : null;
  return (
    <div ref={frame} className="chart-frame">
      <svg
        className="chart"
        width={width}
        height={CHART_HEIGHT}
        role="application"
        tabIndex={0}
        aria-label={`Distribution of response times, ${counted(breakdown.all.timed, "trace")}. Arrow keys choose a range, Shift widens it, Enter keeps it.`}
        {...handlers}
      >
        <g className="grid">
          {ticks(highest, 2).map((traces) => (
            <g key={traces}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(traces)} y2={y(traces)} />
              <text x={LEFT - 6} y={y(traces) + 3.5} textAnchor="end">
                {count(traces)}
              </text>
            </g>
          ))}
          {timeTicks(first, end, per, plot / 64).map(({ row, label }) => (
            <text key={label} x={x(row)} y={CHART_HEIGHT - 6} textAnchor="middle">
              {label}
            </text>
          ))}
        </g>
        {all.map((bar) => (
          <BarShape key={bar.from} bar={bar} per={per} x={x} y={y} />
        ))}
        {chosen?.across && (
          <rect
            className="brush"
            x={LEFT + chosen.across.from * plot}
            width={(chosen.across.to - chosen.across.from) * plot}
            y={TOP}
            height={PLOT_HEIGHT}
          />
        )}
      </svg>
      <span className="chart-note" aria-live="polite">
        {range && describeTimes(range)}
        {range && ` · ${counted(within(all, range, per), "trace")}`}
      </span>
    </div>
  );
}

export function describeTimes({ from, to }: TimesChosen): string {
  if (from === null) return to === null ? "" : `up to ${duration(to)}`;
  return to === null
    ? `${duration(from)} and more`
    : `${duration(from)} to ${duration(to)}`;
}

function within(all: Bar[], { from, to }: TimesChosen, per: number): number {
  const first = from === null ? -Infinity : rowAt(from, per);
  const end = to === null ? Infinity : rowAt(to, per);
  return all
    .filter((bar) => (bar.from + bar.to) / 2 >= first && (bar.from + bar.to) / 2 <= end)
    .reduce((sum, bar) => sum + bar.total, 0);
}

interface BarProps {
  bar: Bar;
  per: number;
  x: (row: number) => number;
  y: (traces: number) => number;
}

/** The worst on top. A single slow trace stays visible beside thousands. */
function BarShape({ bar, per, x, y }: BarProps) {
  if (bar.total === 0) return null;
  const wide = Math.max(x(bar.to) - x(bar.from) - 1, 1);
  let below = 0;
  const parts = OUTCOMES.filter((outcome) => bar.outcomes[outcome] > 0).map((outcome) => {
    const bottom = y(below);
    below += bar.outcomes[outcome];
    const height = Math.max(bottom - y(below), 2);
    return { outcome, top: bottom - height, height };
  });
  return (
    <g>
      <title>
        {`${describeTimes({ from: rowStart(bar.from, per), to: rowStart(bar.to, per) })}: ${counted(bar.total, "trace")}${failures(bar)}`}
      </title>
      {parts.map(({ outcome, top, height }) => (
        <rect
          key={outcome}
          className={`fill ${outcome}`}
          x={x(bar.from)}
          width={wide}
          y={top}
          height={height}
        />
      ))}
    </g>
  );
}

function failures({ outcomes }: Bar): string {
  return OUTCOMES.filter((outcome) => outcome !== "ok" && outcomes[outcome] > 0)
    .map((outcome) => `, ${count(outcomes[outcome])} ${outcome}`)
    .join("");
}
