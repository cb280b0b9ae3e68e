import type { Affected, Insight } from "../../calls/insights";
import { serviceType } from "../../format";

interface Props {
  insight: Insight;
  affected: Affected[];
}

/** The services of the impact graph, and whom each of them calls. */
export function AffectedServices({ insight, affected }: Props) {
  const names = new Map(affected.map(({ id, name }) => [id, name]));
  const services = affected.filter(({ type }) => type !== "client");
  const { rootCause, anomalous } = insight;
  const standing = (name: string) =>
    name === rootCause.name
      ? "root cause"
      : anomalous.some((each) => each.name === name)
        ? "anomalous"
        : "depends on it";
  return (
    <section className="card" aria-labelledby="affected">
      <h2 id="affected">Affected services</h2>
      {services.length === 0 ? (
        <p className="faint">Their traces are not kept any more.</p>
      ) : (
        <ul className="affected plain-list">
          {services.map(({ id, name, type, calls }) => (
            <li key={id}>
              <strong>{name}</strong> <span className="faint">{serviceType(type)}</span>{" "}
              <span className={`tag ${standing(name).replaceAll(" ", "-")}`}>
                {standing(name)}
              </span>
              {calls.length > 0 && (
                <div className="faint">
                  calls {calls.map((each) => names.get(each) ?? "?").join(", ")}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
