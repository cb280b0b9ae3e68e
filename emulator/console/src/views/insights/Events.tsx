import type { InsightEvent } from "../../calls/insights";
import { count, time, timestamp } from "../../format";

/** Newest first, as X-Ray tells them. */
export function Events({ events }: { events: InsightEvent[] }) {
  return (
    <section className="card" aria-labelledby="events">
      <h2 id="events">Events</h2>
      <ol className="events plain-list">
        {events.map(({ at, summary, ofClients, anomalous }, index) => (
          <li key={`${at} ${index}`}>
            <time title={timestamp(at)}>{time(at)}</time>
            <div>
              <strong>{summary}</strong>
              <div className="faint">
                By then {count(ofClients.faults)} of {count(ofClients.total)} requests of
                clients were faults; anomalous:{" "}
                {anomalous.map(({ name }) => name).join(", ")}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
