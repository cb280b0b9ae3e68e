/** When the traces of each set began, as shares of the set; drag to narrow the time. */
import type { Breakdown } from "../../calls/breakdown";
import type { Comparison } from "../../calls/comparison";
import { count, share, ticks, time } from "../../format";
import type { Which } from "../../pair";
import { xScale, yScale } from "../../parts/chart/area";
import { useBrush } from "../../parts/chart/brush";
import {
  describeWindow,
  momentScale,
  momentTicks,
  windowIn,
} from "../../parts/chart/moments";
import { BrushMark, Grid, Plot, useRoom } from "../../parts/chart/Plot";
import { Markers, useMarks } from "../../parts/Markers";
import type { Window } from "../../range";
import { ChartCard } from "./ChartCard";
import { HEIGHT, MARGINS } from "./Distributions";
import { Hits } from "./Hits";
import { Letter } from "./Letter";
import { outline, perColumn } from "./shares";

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
  const drag = together ? `Drag to narrow ${narrows.toUpperCase()}` : "Drag to narrow";
  return (
    <ChartCard title="Over time" aside={<span className="faint">{drag}</span>}>
      {together ? (
        <Chart {...shared} series={[a, b]} narrows={narrows} height={HEIGHT} />
      ) : (
        <>
          <Chart {...shared} series={[a]} narrows="a" height={HEIGHT / 2} />
          <Chart {...shared} series={[b]} narrows="b" height={HEIGHT / 2} />
        </>
      )}
    </ChartCard>
  );
}

interface Series {
  which: Which;
  breakdown: Breakdown;
}

interface ChartProps {
  series: [Series] | [Series, Series];
  narrows: Which;
  highest: number;
  height: number;
  onChoose: (which: Which, window: Window) => void;
}

function Chart({ series, narrows, highest, height, onChoose }: ChartProps) {
  const room = useRoom(height, MARGINS);
  const { area } = room;
  const [first, second] = series;
  const { window, columns } = first.breakdown;
  const marks = useMarks(window);
  const xOfColumn = xScale(area, { from: 0, to: columns });
  const x = (step: number) => xOfColumn(Math.min(step * TOGETHER, columns));
  const y = yScale(area, { from: 0, to: highest });
  const brush = useBrush(area, {
    meaning: ({ across }) => across && windowIn(window, across),
    onChoose: (chosen) => onChoose(narrows, chosen),
  });
  const lines = ticks(highest, height < HEIGHT ? 1 : 3);
  const names = series.map(({ which }) => which.toUpperCase()).join(" and ");
  return (
    <Plot
      room={room}
      label={`Traces of ${names} over time`}
      choice="time range"
      brush={brush}
      note={brush.meaning && describeWindow(brush.meaning)}
      corner={!second && <Letter of={first.which} />}
    >
      <Grid
        room={room}
        rows={lines.map((part) => ({ at: y(part), label: share(part, 1) }))}
        columns={momentTicks(area, window)}
      />
      {series
        .filter(({ breakdown }) => breakdown.all.timed > 0)
        .map(({ which, breakdown }) => (
          <path
            key={which}
            className={`set-shape ${which}`}
            d={outline(shares(breakdown), x, y)}
          />
        ))}
      <Hits area={area} x={x} titles={titlesOf(series, window, columns)} />
      <BrushMark brush={brush} />
      <Markers
        marks={marks}
        window={window}
        x={momentScale(area, window)}
        top={area.top}
        bottom={area.bottom}
      />
    </Plot>
  );
}

/** When each step began, and how many traces each set has in it. */
function titlesOf(series: Series[], { start, end }: Window, columns: number): string[] {
  const seconds = ((end - start) / columns) * TOGETHER;
  const counted = series.map(({ which, breakdown }) =>
    perColumn(breakdown, TOGETHER).map(
      (traces) =>
        `${which.toUpperCase()}: ${share(traces, breakdown.all.timed)} (${count(traces)})`,
    ),
  );
  return counted[0]!.map((_, step) =>
    [time(start + step * seconds), ...counted.map((each) => each[step])].join("\n"),
  );
}

function shares(breakdown: Breakdown): number[] {
  const { timed } = breakdown.all;
  return perColumn(breakdown, TOGETHER).map((each) => (timed ? each / timed : 0));
}
