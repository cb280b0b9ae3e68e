/** How long it took beside the others of its kind: a small histogram with a mark. */
import { count, duration } from "../../../format";
import { gather, wholeOf } from "../../../parts/Histogram";
import type { Part } from "../../../trace/part";
import { FEWEST, shareBelow, type Kind, type Kinds } from "../../../trace/standing";
import { percent } from "../Axis";
import "./among.css";

const BARS = 56;

export function Among({ part, kinds }: { part: Part; kinds: Kinds | null }) {
  const kind = kinds?.kindOf(part);
  if (!kind || kind.total === 0 || part.end === null) return null;
  const took = part.end - part.start;
  return (
    <section className="kind" aria-label="Among its own kind">
      <h3>
        Among its own kind
        <span className="faint">{kind.label}, half an hour around</span>
      </h3>
      <p>{sentence(kind, took)}</p>
      <Distribution kind={kind} took={took} />
    </section>
  );
}

function sentence(kind: Kind, took: number): string {
  if (kind.total < FEWEST) {
    return `Only ${count(kind.total)} of them: too few to compare.`;
  }
  const below = Math.min(Math.floor(100 * shareBelow(kind.bins, took)), 99);
  return `Took longer than ${below}% of ${count(kind.total)}.`;
}

function Distribution({ kind, took }: { kind: Kind; took: number }) {
  const slowest = Math.max(took, kind.bins.at(-1)?.value ?? 0);
  const view = wholeOf(slowest);
  const { bars, highest } = gather(kind.bins, BARS, view);
  const at = took / view.to;
  return (
    <div className="kind-figure">
      <div className="kind-bars">
        {bars.map((amount, index) => (
          <span
            key={index}
            className={amount > 0 ? "some" : ""}
            style={{ height: percent(amount / highest) }}
          />
        ))}
        <span className="kind-mark" style={{ left: percent(at) }} />
      </div>
      <div className="kind-scale">
        <span>0</span>
        <span>{duration(view.to)}</span>
      </div>
    </div>
  );
}
