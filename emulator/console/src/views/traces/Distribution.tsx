/** How many traces took how long; drag over it to keep those in between. */
import { useMemo } from "react";
import { rowStart, type Breakdown } from "../../calls/breakdown";
import { count, counted, ticks } from "../../format";
import { OUTCOMES } from "../../model";
import { xScale, yScale, type Scale } from "../../parts/chart/area";
import { useBrush } from "../../parts/chart/brush";
import { BrushMark, Grid, Plot, useRoom } from "../../parts/chart/Plot";
import {
  describeTimes,
  rowsShown,
  timesIn,
  timeTicks,
  type TimesChosen,
} from "../../parts/chart/responseTimes";
import { bars, tracesWithin, type Bar } from "./bars";
import "./outcome-fill.css";

export const CHART_HEIGHT = 150;
const MARGINS = { left: 44, right: 12, top: 8, bottom: 22 };
const TICK_WIDTH = 64;

interface Props {
  breakdown: Breakdown;
  onChoose: (times: TimesChosen) => void;
}

export function Distribution({ breakdown, onChoose }: Props) {
  const room = useRoom(CHART_HEIGHT, MARGINS);
  const { area } = room;
  const rows = useMemo(() => rowsShown(breakdown), [breakdown]);
  const all = useMemo(() => bars(breakdown, rows), [breakdown, rows]);
  const highest = Math.max(1, ...all.map((bar) => bar.total));
  const x = xScale(area, rows);
  const y = yScale(area, { from: 0, to: highest });
  const brush = useBrush(area, {
    meaning: ({ across }) => across && timesIn(rows, across),
    onChoose,
  });
  return (
    <Plot
      room={room}
      label={`Distribution of response times, ${counted(breakdown.all.timed, "trace")}`}
      choice="range"
      brush={brush}
      note={brush.meaning && describe(brush.meaning, all, rows.perDecade)}
    >
      <Grid
        room={room}
        rows={ticks(highest, 2).map((each) => ({ at: y(each), label: count(each) }))}
        columns={timeTicks(rows, x, area.width / TICK_WIDTH)}
      />
      {all.map((bar) => (
        <BarShape key={bar.from} bar={bar} per={rows.perDecade} x={x} y={y} />
      ))}
      <BrushMark brush={brush} />
    </Plot>
  );
}

function describe(times: TimesChosen, all: Bar[], perDecade: number): string {
  const traces = counted(tracesWithin(all, times, perDecade), "trace");
  return `${describeTimes(times)} · ${traces}`;
}

interface BarProps {
  bar: Bar;
  per: number;
  x: Scale;
  y: Scale;
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
