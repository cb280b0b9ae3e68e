/** When services did worse than usual, and which one was the cause. */
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useAction } from "../../action";
import { groups, updateGroup, type Group } from "../../calls/groups";
import { insights } from "../../calls/insights";
import { counted } from "../../format";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { Problem } from "../../parts/Problem";
import { RangePicker } from "../../parts/RangePicker";
import type { InsightState, Place } from "../../places";
import { useAnswer } from "../../query";
import { describeRange, formatRange, windowOf } from "../../range";
import { formatRoute, navigate } from "../../route";
import "../places.css";
import "./insights.css";
import { InsightsTable } from "./InsightsTable";

type InsightsPlace = Extract<Place, { page: "insights" }>;

const STATES = { all: null, active: "ACTIVE", closed: "CLOSED" } as const;
/** Minutes are looked at when they are over, so there is no hurry. */
const EVERY_MS = 10_000;

export default function InsightsPage({ place }: { place: InsightsPlace }) {
  const { range, state } = place;
  const answer = useAnswer(
    `insights ${formatRange(range)} ${state}`,
    async (signal) => {
      const window = windowOf(range, Date.now() / 1000);
      const watched = (await groups(signal)).filter((group) => group.insights);
      return {
        watched,
        found: await insights(watched, window, STATES[state], signal),
      };
    },
    { every: EVERY_MS },
  );
  const value = answer.loading ? null : answer.value;
  return (
    <PlaceFrame
      bar={
        <>
          <h1>Insights</h1>
          <span className="faint">
            {value && value.watched.length > 0 && counted(value.found.length, "insight")}
          </span>
          <span className="grow" />
          <SegmentedControl
            selectedId={state}
            label="State"
            options={[
              { id: "all", text: "All" },
              { id: "active", text: "Active" },
              { id: "closed", text: "Closed" },
            ]}
            onChange={({ detail }) =>
              navigate({ ...place, state: detail.selectedId as InsightState })
            }
          />
          <RangePicker
            range={range}
            onChange={(next) => navigate({ ...place, range: next })}
          />
          <Button iconName="refresh" ariaLabel="Refresh" onClick={answer.refresh} />
        </>
      }
    >
      <div className="column wide">
        {answer.error && <Problem error={answer.error} onRetry={answer.refresh} />}
        {value?.watched.length === 0 ? (
          <NobodyWatches onDone={answer.refresh} />
        ) : (
          !(answer.error && !value) && (
            <section className="card table" aria-label="Insights">
              <InsightsTable
                found={value?.found ?? null}
                empty={value ? emptiness(place, value.watched) : null}
              />
            </section>
          )
        )}
      </div>
    </PlaceFrame>
  );
}

function emptiness({ range, state }: InsightsPlace, watched: Group[]) {
  const kind = state === "all" ? "insight" : `${state} insight`;
  return (
    <div className="place-empty">
      <p>
        <strong>
          No {kind} {describeRange(range)}.
        </strong>
      </p>
      <p>
        Watched: {watched.map(({ name }) => name).join(", ")}. An insight opens when two
        of three minutes have more faults than usual, or take longer.
      </p>
    </div>
  );
}

function NobodyWatches({ onDone }: { onDone: () => void }) {
  const { busy, error, run } = useAction();
  const turnOn = () =>
    run(async (signal) => {
      const all = await groups(signal);
      const group = all.find(({ name }) => name === "Default");
      if (group) await updateGroup({ ...group, insights: true }, signal);
    }).then((done) => done && onDone());
  return (
    <section className="card place-empty">
      <p>
        <strong>No group has insights turned on, as in AWS.</strong>
      </p>
      <p>
        With them, X-Ray Local learns minute by minute how many faults of each service are
        usual and how long it takes, and tells what goes beyond that and where it comes
        from. The last hour is looked at, too.
      </p>
      <div className="place-actions">
        <Button variant="primary" loading={busy} onClick={() => void turnOn()}>
          Turn on for all traces
        </Button>
        <a
          href={formatRoute({
            page: "groups",
            task: { kind: "list" },
          })}
        >
          Choose groups
        </a>
      </div>
      {error && <Problem error={error} onRetry={() => void turnOn()} />}
    </section>
  );
}
