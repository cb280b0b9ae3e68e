/** Which traces a set has, and its figures. */
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { ApiError } from "../../api";
import { failed, quantile } from "../../calls/breakdown";
import type { Side } from "../../calls/comparison";
import { count, counted, duration, share } from "../../format";
import { written, type Pair, type TraceSet, type Which } from "../../pair";
import { FilterForm } from "../../parts/expression/FilterForm";
import { GroupPicker } from "../../parts/GroupPicker";
import { RangePicker } from "../../parts/RangePicker";
import { RouteButton } from "../../parts/RouteButton";
import { USUAL_VIEW } from "../traces/view";
import { Letter } from "./Letter";
import type { Comparing } from "./useComparison";

interface Props {
  which: Which;
  pair: Pair;
  found: Comparing;
  onChange: (which: Which, change: Partial<TraceSet>) => void;
  /** B alone: all that is not in A. */
  onRest?: () => void;
}

export function SetCard({ which, pair, found, onChange, onRest }: Props) {
  const side = found.stale ? null : (found.comparison?.[which] ?? null);
  const set = pair[which];
  const name = which.toUpperCase();
  return (
    <section className={`card set ${which}`} aria-label={`Set ${name}`}>
      <header>
        <h2>
          <Letter of={which} /> Set {name}
        </h2>
        <span className="set-size" aria-live="polite">
          {side && <Size side={side} />}
        </span>
        <span className="grow" />
        {onRest && (
          <SegmentedControl
            label="Traces of B"
            selectedId={set === null ? "rest" : "own"}
            options={[
              { id: "rest", text: "All but A" },
              { id: "own", text: "Chosen" },
            ]}
            onChange={({ detail }) =>
              detail.selectedId === "rest" ? onRest() : onChange(which, {})
            }
          />
        )}
        {set && (
          <>
            <GroupPicker
              group={set.group || null}
              onChange={(group) => onChange(which, { group: group ?? "" })}
            />
            <RangePicker
              range={set.range}
              onChange={(range) => onChange(which, { range })}
            />
          </>
        )}
      </header>
      {set ? (
        <FilterForm
          className="set-filter"
          label={`Filter of set ${name}`}
          placeholder="Every trace; or a filter expression, then Enter"
          clear={`Clear the filter of set ${name}`}
          filter={set.filter}
          error={mistakeOf(which, found)}
          onRun={(filter) => onChange(which, { filter })}
        />
      ) : (
        <p className="set-rest">
          {side?.expression ? (
            <code>{side.expression}</code>
          ) : (
            "All other traces in the time range of A"
          )}
        </p>
      )}
      <Figures side={side} pair={pair} which={which} />
    </section>
  );
}

/** Where the API says that this set's filter is mistaken. */
function mistakeOf(which: Which, { error }: Comparing): ApiError | null {
  if (!(error instanceof ApiError)) return null;
  return error.mistake?.parameter === `${which}.filter` ? error : null;
}

function Size({ side }: { side: Side }) {
  const { traces } = side.breakdown.all;
  return (
    <>
      <strong>{count(traces)}</strong>{" "}
      <span className="faint">
        {side.inWindow > 0
          ? `of ${counted(side.inWindow, "trace")} · ${share(traces, side.inWindow)}`
          : "traces"}
      </span>
    </>
  );
}

interface FiguresProps {
  side: Side | null;
  pair: Pair;
  which: Which;
}

function Figures({ side, pair, which }: FiguresProps) {
  const known = side?.breakdown;
  const all = known?.all;
  const time = (part: number) => {
    const seconds = known ? quantile(known, part) : null;
    return seconds === null ? "–" : `≈ ${duration(seconds)}`;
  };
  const figures = {
    Median: time(0.5),
    p95: time(0.95),
    Failed: all && all.traces > 0 ? share(failed(all), all.traces) : "–",
  };
  const { range, filter, group } = which === "a" ? pair.a : written(pair);
  const traces = {
    page: "traces",
    range,
    filter,
    ...(group && { view: { ...USUAL_VIEW, group } }),
  } as const;
  return (
    <div className="set-figures">
      <dl>
        {Object.entries(figures).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <RouteButton to={traces} disabled={!all || all.traces === 0}>
        {`View traces of ${which.toUpperCase()}`}
      </RouteButton>
    </div>
  );
}
