/**
 * Figures of a node or of a call, and the way to its traces.
 *
 * What is chosen by boxes and by dragging becomes a filter expression, which may be
 * written on before it is copied or followed.
 */
import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { allOf, WHOLE, type Selection } from "../../filter";
import { count, duration, perMinute } from "../../format";
import { meanTime, type Bin, type Outcome, type Statistics } from "../../model";
import { chosenAgainstRest } from "../../pair";
import { Analyze } from "../../parts/Analyze";
import { Histogram, type TimeRange } from "../../parts/Histogram";
import { RouteButton } from "../../parts/RouteButton";
import type { Range, Window } from "../../range";
import { Expression } from "./Expression";
import { Shares } from "./Shares";

interface Props {
  statistics: Statistics | null;
  histogram: Bin[];
  windowSeconds: number;
  /** What the map shows: the list of traces shows the same. */
  window: Window;
  /** What holds for all traces of the map. */
  premise: string;
  expressionOf: (selection: Selection) => string;
}

export function Distribution(props: Props) {
  const { statistics, histogram, windowSeconds, window, premise, expressionOf } = props;
  const [outcomes, setOutcomes] = useState<ReadonlySet<Outcome>>(new Set());
  const [times, setTimes] = useState<TimeRange | null>(null);
  const filtered = outcomes.size > 0 || times !== null;
  const composed = allOf(premise, expressionOf({ outcomes, times }));
  const [written, setWritten] = useState(composed);
  useEffect(() => setWritten(composed), [composed]);
  const range = rangeOf(window);
  const toggle = (outcome: Outcome) => {
    const next = new Set(outcomes);
    if (!next.delete(outcome)) next.add(outcome);
    setOutcomes(next);
  };
  return (
    <>
      {statistics && (
        <>
          <Figures statistics={statistics} windowSeconds={windowSeconds} />
          <h3>Status</h3>
          <Shares statistics={statistics} chosen={outcomes} onToggle={toggle} />
          <h3>
            Response times
            <span className="faint">
              {times
                ? `${duration(times.from)} to ${duration(times.to)}`
                : "drag to choose a range"}
            </span>
          </h3>
          <Histogram bins={histogram} chosen={times} onChoose={setTimes} />
        </>
      )}
      <Expression text={written} onChange={setWritten} />
      <div className="actions">
        {(filtered || written !== composed) && (
          <RouteButton variant="primary" to={{ page: "traces", range, filter: written }}>
            View filtered traces
          </RouteButton>
        )}
        <RouteButton
          variant={filtered || written !== composed ? "normal" : "primary"}
          to={{ page: "traces", range, filter: allOf(premise, expressionOf(WHOLE)) }}
        >
          View traces
        </RouteButton>
        <Analyze
          pair={
            written === composed
              ? chosenAgainstRest(range, {
                  premise,
                  chosen: expressionOf({ outcomes, times }),
                })
              : chosenAgainstRest(range, { chosen: written })
          }
        />
        {filtered && (
          <Button
            variant="link"
            onClick={() => {
              setOutcomes(new Set());
              setTimes(null);
            }}
          >
            Clear selection
          </Button>
        )}
      </div>
    </>
  );
}

function Figures({
  statistics,
  windowSeconds,
}: {
  statistics: Statistics;
  windowSeconds: number;
}) {
  const figures = {
    Mean: duration(meanTime(statistics)),
    "Traces/min": perMinute(statistics.total, windowSeconds),
    Requests: count(statistics.total),
  };
  return (
    <dl className="figures">
      {Object.entries(figures).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whole seconds, as an address has them, with room for those at the ends. */
function rangeOf({ start, end }: Window): Range {
  return { kind: "absolute", start: Math.floor(start), end: Math.ceil(end) };
}
