/** The root cause minute by minute: faults against what is usual, or its times. */
import type { Insight, Moment } from "../../calls/insights";
import { counted, duration, time } from "../../format";
import type { Mark } from "../../parts/marks";
import { Legend, TimeChart, type Bar } from "../../parts/TimeChart";
import type { Window } from "../../range";

const MINUTE = 60;

interface Props {
  insight: Insight;
  moments: Moment[];
  window: Window;
  marks: readonly Mark[];
}

export function Impact({ insight, moments, window, marks }: Props) {
  const { name } = insight.rootCause;
  return (
    <section className="card" aria-labelledby="impact">
      <h2 id="impact">{name}, minute by minute</h2>
      {moments.length === 0 ? (
        <div className="chart-room place-empty">
          Its traces of that time are not kept any more.
        </div>
      ) : (
        <>
          <TimeChart
            window={window}
            label={`Requests to ${name} in each minute`}
            bars={moments.map(barOf)}
            marks={marks}
          />
          <Legend
            entries={[
              { kind: "fault", word: "Fault" },
              { kind: "error", word: "Error" },
              { kind: "ok", word: "OK" },
            ]}
          />
          {insight.category === "FAULT" ? (
            <Faults moments={moments} window={window} marks={marks} />
          ) : (
            <Times moments={moments} window={window} marks={marks} />
          )}
        </>
      )}
    </section>
  );
}

type Of = Omit<Props, "insight">;

/** On a scale of their own: beside all requests a few faults would not be seen. */
function Faults({ moments, window, marks }: Of) {
  return (
    <>
      <h3>Faults, and how many are usual</h3>
      <TimeChart
        window={window}
        label="Faults in each minute, and how many are usual"
        height={150}
        bars={moments.map((moment) => ({
          ...barOf(moment),
          parts: [{ kind: "fault", value: moment.faults }],
        }))}
        band={moments.flatMap(({ at, usual }) =>
          usual ? [{ at: at - MINUTE, seconds: MINUTE, ...usual }] : [],
        )}
        marks={marks}
      />
      <Legend
        entries={[
          { kind: "fault", word: "Fault" },
          { kind: "usual", word: "As many as are usual" },
        ]}
      />
    </>
  );
}

function Times({ moments, window, marks }: Of) {
  return (
    <>
      <h3>Mean response time</h3>
      <TimeChart
        window={window}
        label="Mean response time in each minute"
        height={150}
        format={duration}
        lines={[
          {
            kind: "mean",
            points: moments.flatMap(({ at, meanSeconds }) =>
              meanSeconds === null ? [] : [{ at: at - MINUTE / 2, value: meanSeconds }],
            ),
          },
        ]}
        marks={marks}
      />
      <Legend entries={[{ kind: "mean", word: "Mean response time" }]} />
    </>
  );
}

function barOf({ at, total, faults, errors, usual }: Moment): Bar {
  const expected = usual ? `, usual are ${usual.low} to ${usual.high}` : "";
  return {
    at: at - MINUTE,
    seconds: MINUTE,
    title: `${time(at - MINUTE)}: ${counted(total, "request")}, ${counted(faults, "fault")}${expected}, ${counted(errors, "error")}`,
    parts: [
      { kind: "fault", value: faults },
      { kind: "error", value: errors },
      { kind: "ok", value: Math.max(total - faults - errors, 0) },
    ],
  };
}
