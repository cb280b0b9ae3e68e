/** What expressions look like, for whoever has just made a mistake in one. */
import "../../parts/expression/examples.css";
import "./expressions.css";

const EXPRESSIONS: [expression: string, meaning: string][] = [
  ["responsetime > 1.5", "the entry point took longer than 1.5 seconds"],
  ["duration >= 1 AND duration <= 3", "the whole trace took between 1 and 3 seconds"],
  ["fault OR throttle", "answered with 5xx or 429; error is any other 4xx"],
  ["http.status = 404", "answered with this status"],
  ['http.url CONTAINS "/orders/"', "of requests to such addresses; also BEGINSWITH"],
  ['service("names") { fault }', "this service failed, whatever the trace became"],
  ['edge("gateway", "names") { responsetime > 1 }', "this call was slow for its caller"],
  ['annotation.handler = "verb-6"', "somewhere in the trace is this annotation"],
  ["!annotation.handler", "nowhere in the trace is one of this key"],
  ['rootcause.fault.exception { message CONTAINS "timed out" }', "why it failed"],
];

export function Expressions({ onRun }: { onRun: (text: string) => void }) {
  return (
    <div className="expressions">
      <h2>Expressions look like this</h2>
      <dl>
        {EXPRESSIONS.map(([expression, meaning]) => (
          <div key={expression} className="contents">
            <dt>
              <button type="button" onClick={() => onRun(expression)}>
                {expression}
              </button>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
