/** What clients reported in each ten seconds, of one rule or of all. */
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import type { Rule, Statistic } from "../../calls/sampling";
import { count, counted, time } from "../../format";
import { useMarks } from "../../parts/Markers";
import { Legend, TimeChart, type Bar } from "../../parts/TimeChart";
import { PLACES } from "../../places";
import { formatRoute } from "../../route";
import { describeRange, windowOf, type Range } from "../../range";

const EVERY_RULE = { value: "", label: "All rules" };
const STEP = 10;

interface Props {
  range: Range;
  /** Null while they are awaited. */
  statistics: Statistic[] | null;
  rules: Rule[];
}

export function Trend({ range, statistics, rules }: Props) {
  const [rule, setRule] = useState("");
  const window = windowOf(range, Math.ceil(Date.now() / 10_000) * 10);
  const marks = useMarks(window);
  const options = [
    EVERY_RULE,
    ...rules.map(({ name }) => ({ value: name, label: name })),
  ];
  const windows = gather(
    (statistics ?? []).filter(
      (each) =>
        (!rule || each.rule === rule) && each.at >= window.start && each.at < window.end,
    ),
  );
  return (
    <section className="card" aria-labelledby="trend">
      <header>
        <h2 id="trend">What programs reported</h2>
        <span className="grow" />
        <div className="rule-choice">
          <Select
            selectedOption={options.find(({ value }) => value === rule) ?? EVERY_RULE}
            options={options}
            ariaLabel="Rule"
            onChange={({ detail }) => setRule(detail.selectedOption.value ?? "")}
          />
        </div>
      </header>
      {statistics === null ? (
        <div className="chart-room" />
      ) : windows.length === 0 ? (
        <div className="chart-room place-empty">
          <p>
            No program reported {describeRange(range)}. Those that poll the rules here do,
            every ten seconds.
          </p>
          <a href={formatRoute(PLACES.start)}>How a program sends its traces here</a>
        </div>
      ) : (
        <>
          <TimeChart
            window={window}
            label="Requests and samples in windows of ten seconds"
            bars={windows.map(barOf)}
            lines={[
              {
                kind: "borrowed",
                points: windows.map(({ at, borrowed }) => ({
                  at: at + STEP / 2,
                  value: borrowed,
                })),
              },
            ]}
            marks={marks}
          />
          <Legend
            entries={[
              { kind: "sampled", word: "Sampled" },
              { kind: "unsampled", word: "Matched, not sampled" },
              { kind: "borrowed", word: "Borrowed before there was a quota" },
            ]}
          />
        </>
      )}
    </section>
  );
}

interface Window10 {
  at: number;
  requests: number;
  sampled: number;
  borrowed: number;
}

/** Adds the rules up, window by window. */
export function gather(statistics: Statistic[]): Window10[] {
  const windows = new Map<number, Window10>();
  for (const { at, requests, sampled, borrowed } of statistics) {
    const sum = windows.get(at) ?? { at, requests: 0, sampled: 0, borrowed: 0 };
    windows.set(at, {
      at,
      requests: sum.requests + requests,
      sampled: sum.sampled + sampled,
      borrowed: sum.borrowed + borrowed,
    });
  }
  return [...windows.values()].sort((a, b) => a.at - b.at);
}

function barOf({ at, requests, sampled, borrowed }: Window10): Bar {
  return {
    at,
    seconds: STEP,
    title: `${time(at)}: ${counted(requests, "request")} matched, ${count(sampled)} sampled, ${count(borrowed)} of them borrowed`,
    parts: [
      { kind: "sampled", value: Math.min(sampled, requests) },
      { kind: "unsampled", value: Math.max(requests - sampled, 0) },
    ],
  };
}
