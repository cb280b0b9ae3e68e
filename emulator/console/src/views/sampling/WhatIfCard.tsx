/** Which of the recorded traces would these rules have kept? */
import { whatIf, type Rule, type WhatIf } from "../../calls/sampling";
import { count, counted, share, timestamp } from "../../format";
import { OUTCOMES } from "../../model";
import { OutcomeMark } from "../../parts/Outcome";
import { Problem } from "../../parts/Problem";
import { PLACES } from "../../places";
import { useAnswer } from "../../query";
import { useRested } from "../../rested";
import { describeRange, formatRange, windowOf, type Range } from "../../range";
import { formatRoute } from "../../route";

/** Typing rests this long before the server is asked. */
const REST_MS = 350;

interface Props {
  range: Range;
  /** Rules that are not saved, to be compared with those in force; null without any. */
  tried: Rule[] | null;
  /** Another number asks again: the rules in force have changed. */
  round: number;
}

export function WhatIfCard({ range, tried, round }: Props) {
  const asked = useRested(tried ? JSON.stringify(tried) : "", REST_MS);
  const ask = (rules: Rule[] | null, signal: AbortSignal) =>
    whatIf(windowOf(range, Date.now() / 1000), rules, signal);
  const inForce = useAnswer(`${formatRange(range)} ${round}`, (signal) =>
    ask(null, signal),
  );
  const changed = useAnswer(`${formatRange(range)} ${asked}`, async (signal) =>
    asked ? ask(JSON.parse(asked) as Rule[], signal) : null,
  );
  const error = inForce.error ?? changed.error;
  const retry = () => {
    inForce.refresh();
    changed.refresh();
  };
  return (
    <section className="card what-if" aria-labelledby="what-if">
      <h2 id="what-if">
        {tried ? "What if this rule were saved?" : "What do these rules keep?"}
      </h2>
      <p className="lead">
        Of the traces recorded {describeRange(range)}: each second the first ones up to
        the reservoir of their rule, and of the rest the rate&rsquo;s share, chosen by
        trace id, so that the same rules always keep the same traces.
      </p>
      {error ? (
        <Problem error={error} onRetry={retry} />
      ) : inForce.value === null || (tried && changed.value === null) ? (
        <p className="faint">Looking at the traces…</p>
      ) : inForce.value.traces === 0 ? (
        <p>
          No trace was recorded {describeRange(range)}.{" "}
          <a href={formatRoute(PLACES.start)}>How to send some</a>
        </p>
      ) : (
        <Verdict inForce={inForce.value} changed={changed.value} />
      )}
    </section>
  );
}

function Verdict({ inForce, changed }: { inForce: WhatIf; changed: WhatIf | null }) {
  const shown = changed ?? inForce;
  return (
    <div aria-live="polite">
      <p className="verdict">
        <strong>
          {count(shown.kept)} of {counted(shown.traces, "trace")}
        </strong>{" "}
        kept, {share(shown.kept, shown.traces)}
        {changed && (
          <>
            ; the rules in force keep {count(inForce.kept)},{" "}
            {share(inForce.kept, inForce.traces)}
          </>
        )}
        . <span className="faint">To be expected: {figure(shown.expected)}.</span>
      </p>
      <div className="tables">
        <Outcomes inForce={inForce} changed={changed} />
        <Rules inForce={inForce} changed={changed} />
      </div>
      <Lost found={shown} />
      {shown.more && (
        <p className="faint">There are more: the newest of them were looked at.</p>
      )}
      {shown.withoutRoot > 0 && (
        <p className="faint">
          {counted(shown.withoutRoot, "trace")} without a first segment cannot be judged.
        </p>
      )}
    </div>
  );
}

interface Compared {
  inForce: WhatIf;
  changed: WhatIf | null;
}

function Outcomes({ inForce, changed }: Compared) {
  return (
    <table className="figures-table">
      <caption className="unseen">Traces kept, by how they ended</caption>
      <thead>
        <tr>
          <th scope="col">Ended</th>
          <th scope="col">Traces</th>
          <th scope="col">Kept{changed && " now"}</th>
          {changed && <th scope="col">If saved</th>}
        </tr>
      </thead>
      <tbody>
        {OUTCOMES.filter((each) => inForce.outcomes[each].traces > 0).map((outcome) => (
          <tr key={outcome}>
            <th scope="row">
              <OutcomeMark outcome={outcome} />
            </th>
            <td>{count(inForce.outcomes[outcome].traces)}</td>
            <td>{count(inForce.outcomes[outcome].kept)}</td>
            {changed && <td>{count(changed.outcomes[outcome].kept)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rules({ inForce, changed }: Compared) {
  const shown = changed ?? inForce;
  return (
    <table className="figures-table">
      <caption className="unseen">Traces matched and kept, by rule</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Matched</th>
          <th scope="col">By reservoir</th>
          <th scope="col">By rate</th>
          <th scope="col">Expected</th>
        </tr>
      </thead>
      <tbody>
        {shown.rules.map((rule, index) => (
          <tr key={`${rule.name} ${index}`}>
            <th scope="row">{rule.name || "(no name yet)"}</th>
            <td>{count(rule.matched)}</td>
            <td>{count(rule.byReservoir)}</td>
            <td>{count(rule.byRate)}</td>
            <td>{figure(rule.expected)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SHOWN_SERVICES = 20;

function Lost({ found: { lostServices, lostFailures } }: { found: WhatIf }) {
  const names = [...new Set(lostServices)];
  return (
    <>
      {names.length > 0 && (
        <p>
          Not on the map any more:{" "}
          {names.slice(0, SHOWN_SERVICES).map((name) => (
            <span key={name} className="chip">
              {name}
            </span>
          ))}
          {names.length > SHOWN_SERVICES && `and ${names.length - SHOWN_SERVICES} more`}
        </p>
      )}
      {lostFailures.length > 0 && (
        <p>
          Failures that would have gone unseen, for example{" "}
          {lostFailures.slice(0, 3).map(({ id, at }, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <a
                className="mono"
                href={formatRoute({ page: "trace", id, segment: null })}
                title={at === null ? "" : timestamp(at)}
              >
                {id}
              </a>
            </span>
          ))}
          .
        </p>
      )}
    </>
  );
}

/** A mean has a fraction; a tenth is enough. */
function figure(value: number): string {
  return value < 100 ? String(Math.round(value * 10) / 10) : count(Math.round(value));
}
