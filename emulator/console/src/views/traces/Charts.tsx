/** The two charts above the list, at the same height whether there is data or not. */
import { quantile, type Breakdown } from "../../calls/breakdown";
import { count, duration } from "../../format";
import { NoPlot } from "../../parts/chart/Plot";
import { useMarks } from "../../parts/Markers";
import type { Chosen } from "./chosen";
import { CHART_HEIGHT, Distribution } from "./Distribution";
import { OverTime } from "./OverTime";
import type { Scan } from "./scan";
import "./charts.css";

interface Props {
  scan: Scan<Breakdown>;
  group: string | null;
  /** It is of an earlier question: the answer to this one is awaited. */
  stale: boolean;
  onChoose: (chosen: Chosen) => void;
}

export function Charts({ scan, group, stale, onChoose }: Props) {
  const breakdown = scan.value;
  const marks = useMarks(breakdown?.window ?? null, { group });
  const empty = breakdown?.all.timed === 0;
  return (
    <div className={stale ? "charts stale" : "charts"} aria-busy={stale || !scan.done}>
      <figure>
        <figcaption>
          <h2>Response times</h2>
          <span className="faint">{breakdown && quantiles(breakdown)}</span>
        </figcaption>
        {breakdown && !empty ? (
          <Distribution
            breakdown={breakdown}
            onChoose={(times) => onChoose({ times, window: null })}
          />
        ) : (
          <Nothing scan={scan} />
        )}
      </figure>
      <figure>
        <figcaption>
          <h2>Over time</h2>
          <span className="faint" role="status">
            {progress(scan)}
          </span>
        </figcaption>
        {breakdown && !empty ? (
          <OverTime breakdown={breakdown} marks={marks} onChoose={onChoose} />
        ) : (
          <Nothing scan={scan} />
        )}
      </figure>
    </div>
  );
}

function Nothing({ scan }: { scan: Scan<Breakdown> }) {
  return (
    <NoPlot height={CHART_HEIGHT}>
      {scan.error ? "" : scan.done ? "No response times" : "Counting…"}
    </NoPlot>
  );
}

function quantiles(breakdown: Breakdown): string {
  return [50, 95, 99]
    .map((percent) => [percent, quantile(breakdown, percent / 100)] as const)
    .flatMap(([percent, time]) =>
      time === null ? [] : `p${percent} ≈ ${duration(time)}`,
    )
    .join(" · ");
}

function progress({ value, done, share }: Scan<Breakdown>): string {
  if (!value) return "";
  if (!done) return `${Math.floor(share * 100)}% of the range counted`;
  const { traces, timed } = value.all;
  const untimed = traces - timed;
  return untimed > 0 ? `${count(untimed)} without a response time left out` : "";
}
