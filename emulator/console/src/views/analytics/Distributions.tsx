/** How long the traces of both sets took, as shares of each set; drag to narrow one. */
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useMemo, useRef } from "react";
import type { Comparison } from "../../calls/comparison";
import { duration, share, ticks } from "../../format";
import type { Which } from "../../pair";
import { useWidth } from "../../parts/size";
import { rowStart } from "../traces/breakdown";
import { useBrush } from "../traces/brush";
import type { TimesChosen } from "../traces/chosen";
import { describeTimes } from "../traces/Distribution";
import { secondsAt, timeTicks } from "../traces/scale";
import { Legend } from "./Legend";
import { outline, sharedBars } from "./shares";

export const HEIGHT = 220;
const LEFT = 48;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

interface Props {
  comparison: Comparison;
  /** The set that a drag narrows; it is A where there is no choice. */
  narrows: Which;
  onNarrows: ((which: Which) => void) | null;
  onChoose: (which: Which, times: TimesChosen) => void;
}

export function Distributions({ comparison, narrows, onNarrows, onChoose }: Props) {
  const { a, b } = comparison;
  const bars = useMemo(() => sharedBars(a.breakdown, b.breakdown), [a, b]);
  return (
    <figure className="card">
      <figcaption>
        <h2>Response times</h2>
        <Legend />
        <span className="grow" />
        {onNarrows ? (
          <SegmentedControl
            label="Dragging narrows"
            selectedId={narrows}
            options={[
              { id: "a", text: "Drag narrows A" },
              { id: "b", text: "B" },
            ]}
            onChange={({ detail }) => onNarrows(detail.selectedId as Which)}
          />
        ) : (
          <span className="faint">Drag to narrow A</span>
        )}
      </figcaption>
      {bars.length > 0 ? (
        <Chart
          comparison={comparison}
          bars={bars}
          onChoose={(times) => onChoose(narrows, times)}
        />
      ) : (
        <div className="chart-nothing faint" style={{ height: HEIGHT }}>
          No response times
        </div>
      )}
    </figure>
  );
}

interface ChartProps {
  comparison: Comparison;
  bars: ReturnType<typeof sharedBars>;
  onChoose: (times: TimesChosen) => void;
}

function Chart({ comparison, bars, onChoose }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const per = comparison.a.breakdown.rowsPerDecade;
  const { timed: ofA } = comparison.a.breakdown.all;
  const { timed: ofB } = comparison.b.breakdown.all;
  const first = bars[0]!.from;
  const end = bars.at(-1)!.to;
  const plot = Math.max(width - LEFT - RIGHT, 1);
  const xOf = (row: number) => LEFT + ((row - first) / (end - first)) * plot;
  const x = (index: number) => xOf(bars[index]?.from ?? end);
  const a = bars.map((bar) => (ofA ? bar.a / ofA : 0));
  const b = bars.map((bar) => (ofB ? bar.b / ofB : 0));
  const highest = Math.max(0.01, ...a, ...b);
  const y = (part: number) => TOP + PLOT_HEIGHT * (1 - part / highest);
  const timesOf = ({ from, to }: { from: number; to: number }): TimesChosen => ({
    from: from <= 0 ? null : secondsAt(first + from * (end - first), per),
    to: to >= 1 ? null : secondsAt(first + to * (end - first), per),
  });
  const { chosen, handlers } = useBrush(
    { left: LEFT, top: TOP, width: plot, height: PLOT_HEIGHT },
    { down: false, onBrushed: ({ across }) => across && onChoose(timesOf(across)) },
  );
  return (
    <div ref={frame} className="chart-frame" style={{ height: HEIGHT }}>
      <svg
        className="chart"
        width={width}
        height={HEIGHT}
        role="application"
        tabIndex={0}
        aria-label="Response times of both sets. Arrow keys choose a range, Shift widens it, Enter keeps it."
        {...handlers}
      >
        <g className="grid">
          {ticks(highest, 3).map((part) => (
            <g key={part}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(part)} y2={y(part)} />
              <text x={LEFT - 6} y={y(part) + 3.5} textAnchor="end">
                {share(part, 1)}
              </text>
            </g>
          ))}
          {timeTicks(first, end, per, plot / 64).map(({ row, label }) => (
            <text key={label} x={xOf(row)} y={HEIGHT - 6} textAnchor="middle">
              {label}
            </text>
          ))}
        </g>
        {ofA > 0 && <path className="set-shape a" d={outline(a, x, y)} />}
        {ofB > 0 && <path className="set-shape b" d={outline(b, x, y)} />}
        {bars.map((bar, index) => (
          <rect
            key={bar.from}
            className="hit"
            x={x(index)}
            width={Math.max(x(index + 1) - x(index), 0)}
            y={TOP}
            height={PLOT_HEIGHT}
          >
            <title>{`${duration(rowStart(bar.from, per))} to ${duration(rowStart(bar.to, per))}\nA: ${share(bar.a, ofA)} (${bar.a})\nB: ${share(bar.b, ofB)} (${bar.b})`}</title>
          </rect>
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
        {chosen?.across && describeTimes(timesOf(chosen.across))}
      </span>
    </div>
  );
}
