/** Which traces a set has, and its figures. */
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../api";
import type { Side } from "../../calls/comparison";
import { corrected } from "../../filter";
import { count, counted, duration, share } from "../../format";
import { written, type Pair, type TraceSet, type Which } from "../../pair";
import { ExpressionLine } from "../../parts/expression/ExpressionLine";
import { RangePicker } from "../../parts/RangePicker";
import { formatRoute, navigate } from "../../route";
import { failed, quantile } from "../../calls/breakdown";
import { GroupPicker } from "../traces/GroupPicker";
import { Mistake } from "../traces/Mistake";
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
        <Line which={which} set={set} found={found} onChange={onChange} />
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

interface LineProps {
  which: Which;
  set: TraceSet;
  found: Comparing;
  onChange: (which: Which, change: Partial<TraceSet>) => void;
}

/** The filter; a mistake is shown where the API says it is. */
function Line({ which, set, found, onChange }: LineProps) {
  const { filter } = set;
  const [text, setText] = useState(filter);
  const [scrolled, setScrolled] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(filter), [filter]);
  const { error } = found;
  const refusal = error instanceof ApiError && text === filter ? error : null;
  const mistake = refusal?.mistake?.parameter === `${which}.filter` && refusal.mistake;
  const run = (line: string) => onChange(which, { filter: line.trim() });
  const id = `set-${which}-answer`;
  return (
    <form
      className="set-filter"
      onSubmit={(press) => {
        press.preventDefault();
        run(text);
      }}
    >
      <div className="filter-line">
        <ExpressionLine
          input={input}
          text={text}
          label={`Filter of set ${which.toUpperCase()}`}
          placeholder="Every trace; or a filter expression, then Enter"
          describedBy={id}
          invalid={Boolean(mistake)}
          onText={setText}
          onRun={run}
          onScrolled={setScrolled}
        />
        {text && (
          <Button
            formAction="none"
            variant="icon"
            iconName="close"
            ariaLabel={`Clear the filter of set ${which.toUpperCase()}`}
            onClick={() => run("")}
          />
        )}
        <Button formAction="submit">Run</Button>
      </div>
      <div className="filter-answer set-answer" id={id} aria-live="polite">
        {mistake && (
          <Mistake
            mistake={mistake}
            message={refusal!.message}
            scrolled={scrolled}
            onAccept={(suggestion) => run(corrected(filter, mistake, suggestion))}
          />
        )}
      </div>
    </form>
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
      <Button
        href={formatRoute(traces)}
        disabled={!all || all.traces === 0}
        onFollow={(press) => {
          press.preventDefault();
          navigate(traces);
        }}
      >
        View traces of {which.toUpperCase()}
      </Button>
    </div>
  );
}
