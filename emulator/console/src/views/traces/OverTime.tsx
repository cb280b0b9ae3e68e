/**
 * When traces began and how long they took: each cell is darker the more there are,
 * with a mark where some failed. Drag over it to keep a time range, response times or
 * both.
 */
import { useMemo } from "react";
import { added, totalOf, type Breakdown, type Cell } from "../../calls/breakdown";
import { counted } from "../../format";
import { OUTCOMES, type Outcome } from "../../model";
import { yScale, type Area } from "../../parts/chart/area";
import { useBrush } from "../../parts/chart/brush";
import {
  describeWindow,
  momentScale,
  momentTicks,
  windowIn,
} from "../../parts/chart/moments";
import { BrushMark, Grid, Plot, useRoom } from "../../parts/chart/Plot";
import {
  describeTimes,
  rowsShown,
  timesIn,
  timeTicks,
  type Rows,
} from "../../parts/chart/responseTimes";
import { Markers } from "../../parts/Markers";
import type { Mark } from "../../parts/marks";
import type { Chosen } from "./chosen";
import { CHART_HEIGHT } from "./Distribution";
import "./outcome-fill.css";

/** On top is room for the markers' signs. */
const MARGINS = { left: 52, right: 12, top: 20, bottom: 22 };
const SIGNS = 9;
const MOST_TIMES = 5;
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
  const room = useRoom(CHART_HEIGHT, MARGINS);
  const { area } = room;
  const { window } = breakdown;
  const rows = useMemo(() => rowsShown(breakdown), [breakdown]);
  const shapes = useMemo(() => drawn(breakdown, rows, area), [breakdown, rows, area]);
  const brush = useBrush<Chosen>(area, {
    upwards: true,
    meaning: ({ across, up }) => ({
      window: across && windowIn(window, across),
      times: up && timesIn(rows, up),
    }),
    onChoose,
  });
  return (
    <Plot
      room={room}
      label={`Response times over time, ${counted(breakdown.all.timed, "trace")}`}
      choice="time range"
      brush={brush}
      note={brush.meaning && describe(brush.meaning)}
    >
      <Grid
        room={room}
        rows={timeTicks(rows, yScale(area, rows), MOST_TIMES)}
        columns={momentTicks(area, window)}
      />
      {shapes.map(({ name, path }) => (
        <path key={name} className={name} d={path} />
      ))}
      <Markers
        marks={marks}
        window={window}
        x={momentScale(area, window)}
        top={SIGNS}
        bottom={area.bottom}
      />
      <BrushMark brush={brush} />
    </Plot>
  );
}

function describe({ window, times }: Chosen): string {
  const parts = [window && describeWindow(window), times && describeTimes(times)];
  return parts.filter(Boolean).join(" · ");
}

/** Few paths of many cells each: one for each shade, and one for each way to fail. */
function drawn(breakdown: Breakdown, rows: Rows, area: Area) {
  const { from, to } = rows;
  const together = Math.max(1, Math.ceil((to - from) / MOST_ROWS));
  const wide = area.width / breakdown.columns;
  const high = (area.height / (to - from)) * together;
  const box = ({ column, row }: Cell, size: number) => {
    const [w, h] = [Math.max(wide * size, 3), Math.max(high * size, 3)];
    const left = area.left + (column + 0.5) * wide - w / 2;
    const top = area.bottom - (row + 0.5) * high - h / 2;
    return `M${left.toFixed(1)} ${top.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`;
  };
  const cells = gathered(breakdown, from, together);
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
