/** One insight: what happened, to whom, when, and the traces that show it. */
import {
  headline,
  impactGraph,
  insight,
  insightEvents,
  moments,
  tracesOf,
  type Insight,
  type ServiceName,
} from "../../calls/insights";
import { count, duration, serviceType, share, timestamp } from "../../format";
import { chosenAgainstRest } from "../../pair";
import { Awaited } from "../../parts/Awaited";
import { useMarks } from "../../parts/Markers";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { PLACES } from "../../places";
import { useAnswer } from "../../query";
import type { Window } from "../../range";
import { formatRoute } from "../../route";
import "../places.css";
import { AffectedServices } from "./AffectedServices";
import { Events } from "./Events";
import { Impact } from "./Impact";
import "./insights.css";
import { StateMark } from "./InsightsTable";

const EVERY_MS = 10_000;
const BEFORE = 15 * 60;
const AFTER = 10 * 60;
/** The longest that X-Ray draws an impact graph of. */
const LONGEST = 6 * 3600;

export default function InsightPage({ id }: { id: string }) {
  const answer = useAnswer(`insight ${id}`, (signal) => open(id, signal), {
    every: EVERY_MS,
  });
  const { value } = answer;
  const marks = useMarks(value?.window ?? null);
  return (
    <PlaceFrame
      bar={
        <>
          <h1 className="insight-title">{value ? headline(value.insight) : "Insight"}</h1>
          {value && <StateMark insight={value.insight} />}
          <a href={formatRoute(PLACES.insights)}>All insights</a>
        </>
      }
    >
      <div className="column">
        <Awaited answer={answer}>
          {({ insight, traces, moments, window, events, affected }) => (
            <>
              <Overview insight={insight} window={traces} />
              <Impact insight={insight} moments={moments} window={window} marks={marks} />
              <div className="halves">
                <Events events={events} />
                <AffectedServices insight={insight} affected={affected} />
              </div>
            </>
          )}
        </Awaited>
      </div>
    </PlaceFrame>
  );
}

async function open(id: string, signal: AbortSignal) {
  const found = await insight(id, signal);
  const now = Date.now() / 1000;
  const ended = Math.min((found.end ?? now) + AFTER, now);
  const window = { start: Math.max(found.start - BEFORE, ended - LONGEST), end: ended };
  const traces = {
    start: found.start,
    end: Math.min(found.end ?? now, found.start + LONGEST),
  };
  const [events, minutes, affected] = await Promise.all([
    insightEvents(id, signal),
    moments(found.group, found.rootCause, window, signal),
    impactGraph(id, traces, signal),
  ]);
  return { insight: found, events, moments: minutes, affected, window, traces };
}

function Overview({ insight: found, window }: { insight: Insight; window: Window }) {
  const { rootCause, anomalous, ofClients, ofRootCause, start, end } = found;
  const others = anomalous.filter((each) => each.name !== rootCause.name);
  const word = found.category === "FAULT" ? "failed more often" : "took longer";
  const lasted = duration((end ?? Date.now() / 1000) - start);
  return (
    <section className="card" aria-labelledby="overview">
      <h2 id="overview">Overview</h2>
      <p className="lead">
        Since {timestamp(start).replace(/\.000$/, "")}
        {end === null ? `, ${lasted} by now, ` : `, for ${lasted}, `}
        requests to <strong>{rootCause.name}</strong> {word} than is usual for it.
        {others.length > 0
          ? ` ${others.map(({ name }) => name).join(", ")} ${others.length === 1 ? "was" : "were"} affected by it.`
          : " No other service was affected."}
      </p>
      <dl className="facts">
        <Fact name="Faults of clients" impact={ofClients} />
        <Fact name={`Faults of ${rootCause.name}`} impact={ofRootCause} />
        <div>
          <dt>Root cause</dt>
          <dd>
            {rootCause.name} <span className="faint">{serviceType(rootCause.type)}</span>
          </dd>
        </div>
        <div>
          <dt>Group</dt>
          <dd>{found.group}</dd>
        </div>
      </dl>
      <p className="place-actions start">
        <a href={tracesHref(found, rootCause, window)}>
          {found.category === "FAULT" ? "View the failed traces" : "View the traces"}
        </a>
        <a
          href={formatRoute({
            page: "analytics",
            ...chosenAgainstRest(
              { kind: "absolute", ...window },
              { chosen: tracesOf(found, rootCause) },
            ),
          })}
        >
          Analyze
        </a>
        <a
          href={formatRoute({
            page: "map",
            range: { kind: "absolute", ...window },
            node: rootCause.name,
            type: null,
            search: "",
          })}
        >
          View on the map of that time
        </a>
      </p>
    </section>
  );
}

export function tracesHref(found: Insight, service: ServiceName, window: Window) {
  return formatRoute({
    page: "traces",
    range: { kind: "absolute", ...window },
    filter: tracesOf(found, service),
  });
}

function Fact({
  name,
  impact: { faults, total },
}: {
  name: string;
  impact: { faults: number; total: number };
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{count(faults)}</strong>{" "}
        <span className="faint">
          of {count(total)}, {share(faults, total)}
        </span>
      </dd>
    </div>
  );
}
