/**
 * When traces began and how long they took: each cell is darker the more there are,
 * with a mark where some failed. Drag over it to keep a time range, response times or
 * both.
 */
import { useMemo, useRef } from "react";
import { counted, time } from "../../format";
import { OUTCOMES, type Outcome } from "../../model";
import { Markers } from "../../parts/Markers";
import type { Mark } from "../../parts/marks";
import { useWidth } from "../../parts/size";
import * as axis from "../../timeaxis";
import { added, rowsShown, totalOf, type Breakdown, type Cell } from "./breakdown";
import { useBrush, type Brushed } from "./brush";
import type { Chosen } from "./chosen";
import { CHART_HEIGHT, describeTimes } from "./Distribution";
import { secondsAt, timeTicks } from "./scale";

const LEFT = 52;
const RIGHT = 12;
const SIGNS = 9;
/** Room for the markers' signs. */
const TOP = 20;
const BOTTOM = 22;
const PLOT_HEIGHT = CHART_HEIGHT - TOP - BOTTOM;
/** Between one trace in a cell and most, on a logarithmic scale. */
const SHADES = 5;
/** Thinner cells could not be told apart. */
const MOST_ROWS = 36;

interface Props {
  breakdown: Breakdown;
  marks: readonly Mark[];
  onChoose: (chosen: Chosen) => void;
}

export function OverTime({ breakdown, marks, onChoose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { window, rowsPerDecade: per } = breakdown;
  const { first, end } = useMemo(() => rowsShown(breakdown), [breakdown]);
  const plot = Math.max(width - LEFT - RIGHT, 1);
  const length = window.end - window.start;
  const x = (epoch: number) => LEFT + ((epoch - window.start) / length) * plot;
  const y = (row: number) => TOP + PLOT_HEIGHT * (1 - (row - first) / (end - first));
  const shapes = useMemo(() => drawn(breakdown, plot), [breakdown, plot]);
  const area = { left: LEFT, top: TOP, width: plot, height: PLOT_HEIGHT };
  const meaning = ({ across, down }: Brushed): Chosen => ({
    window: across && {
      start: Math.floor(window.start + across.from * length),
      end: Math.ceil(window.start + across.to * length),
    },
    times: down && {
      from: down.to >= 1 ? null : secondsAt(end - down.to * (end - first), per),
      to: down.from <= 0 ? null : secondsAt(end - down.from * (end - first), per),
    },
  });
  const { chosen, handlers } = useBrush(area, {
    down: true,
    onBrushed: (brushed) => onChoose(meaning(brushed)),
  });
  const moments = axis.timeTicks(window.start, window.end, plot / 80);
  return (
    <div ref={frame} className="chart-frame">
      <svg
        className="chart"
        width={width}
        height={CHART_HEIGHT}
        role="application"
        tabIndex={0}
        aria-label={`Response times over time, ${counted(breakdown.all.timed, "trace")}. Arrow keys choose a time range, Shift widens it, Enter keeps it.`}
        {...handlers}
      >
        <g className="grid">
          {timeTicks(first, end, per, 5).map(({ row, label }) => (
            <g key={label}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(row)} y2={y(row)} />
              <text x={LEFT - 6} y={y(row) + 3.5} textAnchor="end">
                {label}
              </text>
            </g>
          ))}
          {moments.map((moment) => (
            <text
              key={moment}
              x={Math.min(Math.max(x(moment), LEFT + 22), width - 30)}
              y={CHART_HEIGHT - 6}
              textAnchor="middle"
            >
              {axis.momentWord(moment, length)}
            </text>
          ))}
        </g>
        {shapes.map(({ name, path }) => (
          <path key={name} className={name} d={path} />
        ))}
        <Markers
          marks={marks}
          window={window}
          x={x}
          top={SIGNS}
          bottom={TOP + PLOT_HEIGHT}
        />
        {chosen && (chosen.across || chosen.down) && (
          <rect
            className="brush"
            x={LEFT + (chosen.across?.from ?? 0) * plot}
            width={((chosen.across?.to ?? 1) - (chosen.across?.from ?? 0)) * plot}
            y={TOP + (chosen.down?.from ?? 0) * PLOT_HEIGHT}
            height={((chosen.down?.to ?? 1) - (chosen.down?.from ?? 0)) * PLOT_HEIGHT}
          />
        )}
      </svg>
      <span className="chart-note" aria-live="polite">
        {chosen && describe(meaning(chosen))}
      </span>
    </div>
  );
}

function describe({ window, times }: Chosen): string {
  const parts = [
    window && `${time(window.start)} to ${time(window.end)}`,
    times && describeTimes(times),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Few paths of many cells each: one for each shade, and one for each way to fail. */
function drawn(breakdown: Breakdown, plot: number): { name: string; path: string }[] {
  const { first, end } = rowsShown(breakdown);
  const together = Math.max(1, Math.ceil((end - first) / MOST_ROWS));
  const wide = plot / breakdown.columns;
  const high = (PLOT_HEIGHT / (end - first)) * together;
  const box = ({ column, row }: Cell, size: number) => {
    const [w, h] = [Math.max(wide * size, 3), Math.max(high * size, 3)];
    const left = LEFT + (column + 0.5) * wide - w / 2;
    const top = TOP + PLOT_HEIGHT - (row + 0.5) * high - h / 2;
    return `M${left.toFixed(1)} ${top.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`;
  };
  const cells = gathered(breakdown, first, together);
  const most = Math.max(1, ...cells.map((cell) => totalOf(cell.outcomes)));
  const paths = new Map<string, string>();
  const draw = (name: string, path: string) =>
    paths.set(name, (paths.get(name) ?? "") + path);
  for (const cell of cells) {
    const { ok } = cell.outcomes;
    if (ok > 0) draw(`cell shade-${shade(ok, most)}`, box(cell, 1));
  }
  for (const cell of cells) {
    const worst = mostFrequentFailure(cell.outcomes);
    if (worst) draw(`fill ${worst}`, box(cell, 0.8));
  }
  return [...paths].map(([name, path]) => ({ name, path }));
}

/** Cells of several rows together, rows counted from the first. */
function gathered({ cells }: Breakdown, first: number, together: number): Cell[] {
  const found = new Map<string, Cell>();
  for (const { column, row, outcomes } of cells.values()) {
    const shown = Math.floor((row - first) / together);
    const key = `${column} ${shown}`;
    const known = found.get(key)?.outcomes;
    const counts = known ? added(known, outcomes) : outcomes;
    found.set(key, { column, row: shown, outcomes: counts });
  }
  return [...found.values()];
}

function shade(count: number, most: number): number {
  if (most === 1) return SHADES;
  return 1 + Math.round((Math.log(count) / Math.log(most)) * (SHADES - 1));
}

function mostFrequentFailure(outcomes: Record<Outcome, number>): Outcome | null {
  const failed = OUTCOMES.filter((each) => each !== "ok" && outcomes[each] > 0);
  return failed.sort((a, b) => outcomes[b] - outcomes[a])[0] ?? null;
}
