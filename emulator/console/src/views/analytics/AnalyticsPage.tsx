/** Two sets of traces beside each other: which they are, their charts, what tells them apart. */
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { useState } from "react";
import { ApiError } from "../../api";
import type { Comparison, Row } from "../../calls/comparison";
import {
  changed,
  narrowed,
  narrowedToTimes,
  sameRange,
  type Pair,
  type TraceSet,
  type Which,
} from "../../pair";
import { Problem } from "../../parts/Problem";
import type { Place } from "../../places";
import { navigate } from "../../route";
import "../places.css";
import "./analytics.css";
import { AttributeTables } from "./AttributeTables";
import { Findings } from "./Findings";
import { Distributions } from "./Distributions";
import { OverTime } from "./OverTime";
import { Presets } from "./Presets";
import { SetCard } from "./SetCard";
import { Toolbar } from "./Toolbar";
import { useComparison } from "./useComparison";

type AnalyticsPlace = Extract<Place, { page: "analytics" }>;

export default function AnalyticsPage({ place }: { place: AnalyticsPlace }) {
  const pair: Pair = { a: place.a, b: place.b };
  const found = useComparison(pair);
  const { comparison, error, done, share } = found;
  const mistaken = error instanceof ApiError && error.mistake !== null;
  const card = {
    pair,
    found,
    onChange: (which: Which, change: Partial<TraceSet>) =>
      ask(changed(pair, which, change)),
  };
  return (
    <>
      <Toolbar pair={pair} onPair={ask} onRefresh={found.refresh} />
      <div className="content">
        <div className="content-scroll">
          <div className="column wide analytics">
            <Presets pair={pair} a={comparison?.a.breakdown ?? null} onPair={ask} />
            <div className="sets">
              <SetCard {...card} which="a" />
              <SetCard {...card} which="b" onRest={() => ask({ ...pair, b: null })} />
            </div>
            <div className="analytics-progress" aria-live="polite">
              {!done && share > 0 && (
                <ProgressBar value={share * 100} ariaLabel="Comparing" />
              )}
            </div>
            {error && !mistaken && <Problem error={error} onRetry={found.refresh} />}
            {comparison && !mistaken ? (
              <div
                className={found.stale ? "compared stale" : "compared"}
                aria-busy={!done}
              >
                <Compared pair={pair} comparison={comparison} />
              </div>
            ) : (
              !error && <div className="card analytics-waiting faint">Counting…</div>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

function ask(pair: Pair) {
  navigate({ page: "analytics", ...pair });
}

/** The charts, and below them what there is to compare. */
function Compared({ pair, comparison }: { pair: Pair; comparison: Comparison }) {
  const [chosen, setChosen] = useState<Which>("a");
  const narrows = pair.b === null ? "a" : chosen;
  const narrow = (which: Which, { expression }: Row) =>
    ask(narrowed(pair, which, expression));
  return (
    <>
      <div className="compared-charts">
        <Distributions
          comparison={comparison}
          narrows={narrows}
          onNarrows={pair.b === null ? null : setChosen}
          onChoose={(which, times) => ask(narrowedToTimes(pair, which, times))}
        />
        <OverTime
          comparison={comparison}
          together={sameRange(pair)}
          narrows={narrows}
          onChoose={(which, window) =>
            ask(changed(pair, which, { range: { kind: "absolute", ...window } }))
          }
        />
      </div>
      {compares(comparison) ? (
        <>
          <Findings comparison={comparison} onNarrow={narrow} />
          <AttributeTables comparison={comparison} onNarrow={narrow} />
        </>
      ) : (
        <Nothing comparison={comparison} rest={pair.b === null} />
      )}
    </>
  );
}

function compares({ a, b }: Comparison): boolean {
  return a.breakdown.all.traces > 0 && b.breakdown.all.traces > 0;
}

/** One of the sets has no trace, so there is nothing to compare. */
function Nothing({ comparison, rest }: { comparison: Comparison; rest: boolean }) {
  const { a, b } = comparison;
  const [none, other] = a.breakdown.all.traces === 0 ? ["A", "B"] : ["B", "A"];
  const all = rest && a.breakdown.all.traces > 0 && a.expression === "";
  return (
    <section className="card place-empty">
      <h2>Set {none} has no traces</h2>
      <p>
        {all
          ? "A has all traces, so nothing is left for B. Drag over the response times above to make the slow ones A, or choose one of the comparisons on top."
          : a.breakdown.all.traces + b.breakdown.all.traces === 0
            ? "Nor has the other. Choose a longer time range, or other filters."
            : `There is nothing to compare set ${other} with. Choose another filter or time range for ${none}.`}
      </p>
    </section>
  );
}
