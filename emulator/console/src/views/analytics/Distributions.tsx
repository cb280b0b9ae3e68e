/** How long the traces of both sets took, as shares of each set; drag to narrow one. */
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useMemo } from "react";
import { rowStart } from "../../calls/breakdown";
import type { Comparison } from "../../calls/comparison";
import { duration, share, ticks } from "../../format";
import type { Which } from "../../pair";
import { xScale, yScale } from "../../parts/chart/area";
import { useBrush } from "../../parts/chart/brush";
import { BrushMark, Grid, NoPlot, Plot, useRoom } from "../../parts/chart/Plot";
import {
  describeTimes,
  timesIn,
  timeTicks,
  type TimesChosen,
} from "../../parts/chart/responseTimes";
import { ChartCard } from "./ChartCard";
import { Hits } from "./Hits";
import { outline, sharedBars, type SharedBar } from "./shares";

export const HEIGHT = 220;
export const MARGINS = { left: 48, right: 12, top: 10, bottom: 24 };
const TICK_WIDTH = 64;

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
  const choice = onNarrows ? (
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
  );
  return (
    <ChartCard title="Response times" aside={choice}>
      {bars.length > 0 ? (
        <Chart
          comparison={comparison}
          bars={bars}
          onChoose={(times) => onChoose(narrows, times)}
        />
      ) : (
        <NoPlot height={HEIGHT}>No response times</NoPlot>
      )}
    </ChartCard>
  );
}

interface ChartProps {
  comparison: Comparison;
  bars: SharedBar[];
  onChoose: (times: TimesChosen) => void;
}

function Chart({ comparison, bars, onChoose }: ChartProps) {
  const room = useRoom(HEIGHT, MARGINS);
  const { area } = room;
  const { rowsPerDecade: perDecade, all } = comparison.a.breakdown;
  const [ofA, ofB] = [all.timed, comparison.b.breakdown.all.timed];
  const rows = { from: bars[0]!.from, to: bars.at(-1)!.to, perDecade };
  const a = bars.map((bar) => (ofA ? bar.a / ofA : 0));
  const b = bars.map((bar) => (ofB ? bar.b / ofB : 0));
  const highest = Math.max(0.01, ...a, ...b);
  const xOfRow = xScale(area, rows);
  const x = (index: number) => xOfRow(bars[index]?.from ?? rows.to);
  const y = yScale(area, { from: 0, to: highest });
  const brush = useBrush(area, {
    meaning: ({ across }) => across && timesIn(rows, across),
    onChoose,
  });
  return (
    <Plot
      room={room}
      label="Response times of both sets"
      choice="range"
      brush={brush}
      note={brush.meaning && describeTimes(brush.meaning)}
    >
      <Grid
        room={room}
        rows={ticks(highest, 3).map((part) => ({ at: y(part), label: share(part, 1) }))}
        columns={timeTicks(rows, xOfRow, area.width / TICK_WIDTH)}
      />
      {ofA > 0 && <path className="set-shape a" d={outline(a, x, y)} />}
      {ofB > 0 && <path className="set-shape b" d={outline(b, x, y)} />}
      <Hits
        area={area}
        x={x}
        titles={bars.map(({ from, to, ...bar }) =>
          [
            `${duration(rowStart(from, perDecade))} to ${duration(rowStart(to, perDecade))}`,
            `A: ${share(bar.a, ofA)} (${bar.a})`,
            `B: ${share(bar.b, ofB)} (${bar.b})`,
          ].join("\n"),
        )}
      />
      <BrushMark brush={brush} />
    </Plot>
  );
}
