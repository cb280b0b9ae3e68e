/** Requests and response times of what is selected, minute by minute, with markers. */
import { useMemo } from "react";
import { atMost, series, type Stretch } from "../../calls/series";
import { count, counted, duration, time } from "../../format";
import { OUTCOMES, type Outcome } from "../../model";
import { useMarks } from "../../parts/Markers";
import { Legend, TimeChart, type Bar } from "../../parts/TimeChart";
import { useAnswer } from "../../query";
import type { Window } from "../../range";

interface Props {
  /** Selects what the figures are of. */
  selector: string;
  group: string;
  /** The map shows the traces of a filter only; a series knows no filter. */
  filtered: boolean;
  window: Window;
}

const MOST_BARS = 60;
/** A live map moves on every few seconds, a minute's figures need not. */
const EVERY_SECONDS = 15;
const WORDS: Record<Outcome, string> = {
  ok: "OK",
  error: "Error",
  throttle: "Throttle",
  fault: "Fault",
};
/** The worst below, where it is seen first. */
const STACKED = [...OUTCOMES].reverse();

export function OverTime({ selector, group, filtered, window }: Props) {
  const steady = useSteady(window);
  const answer = useAnswer(
    JSON.stringify([selector, group, steady.start, steady.end]),
    async (signal) => ({
      selector,
      window: steady,
      all: await series(selector, group, steady, signal),
    }),
  );
  const marks = useMarks(steady, { group });
  const known = answer.value?.selector === selector ? answer.value : null;
  if (!known) return <div className="over-time">{answer.error && <Failed />}</div>;
  const { window: shown, all } = known;
  const stretches = atMost(MOST_BARS, shown, all);
  const present = STACKED.filter(
    (outcome) => outcome === "ok" || all.some(({ counts }) => counts[outcome] > 0),
  );
  return (
    <div className="over-time">
      <h3>
        Over time
        <span className="faint">
          {filtered ? "all requests, whatever the filter" : "by when they were received"}
        </span>
      </h3>
      <TimeChart
        window={shown}
        label="Requests over time"
        height={118}
        bars={stretches.map(barOf)}
        marks={marks}
      />
      <Legend entries={present.map((kind) => ({ kind, word: WORDS[kind] }))} />
      <h3>Mean response time</h3>
      <TimeChart
        window={shown}
        label="Mean response time over time"
        height={104}
        format={duration}
        lines={[{ kind: "mean", points: stretches.flatMap(pointOf) }]}
        marks={marks}
      />
    </div>
  );
}

function Failed() {
  return <p className="faint">The figures over time could not be had.</p>;
}

/** The window, but moving on in steps. */
function useSteady({ start, end }: Window): Window {
  const step = (at: number) => Math.ceil(at / EVERY_SECONDS) * EVERY_SECONDS;
  const [from, to] = [step(start), step(end)];
  return useMemo(() => ({ start: from, end: to }), [from, to]);
}

function barOf({ at, seconds, total, counts }: Stretch): Bar {
  const failed = STACKED.filter((each) => each !== "ok" && counts[each] > 0).map(
    (each) => `, ${count(counts[each])} ${each}`,
  );
  return {
    at,
    seconds,
    title: `${time(at)}: ${counted(total, "request")}${failed.join("")}`,
    parts: STACKED.map((kind) => ({ kind, value: counts[kind] })),
  };
}

function pointOf({ at, seconds, total, totalTime }: Stretch) {
  return total === 0 ? [] : [{ at: at + seconds / 2, value: totalTime / total }];
}
