/**
 * A part on the time axis. Pale while it waits for what it called, full while it is at
 * work itself, and underlined while the whole answer waited for it.
 */
import { share } from "../../format";
import type { Part, Trace } from "../../trace/part";
import { ownIntervals, type Interval } from "../../trace/selfTime";
import { percent } from "./Axis";
import "./bar.css";

interface Props {
  part: Part;
  trace: Trace;
  /** When the whole answer waited for it, epoch seconds. */
  waits: readonly Interval[];
  /** What is shown, in seconds from the beginning of the trace. */
  view: Interval;
}

/** A caller of thousands has as many gaps; nobody sees more than this. */
const MOST_PIECES = 60;
/** From this share of the trace on, a part is what made it slow. */
const DOMINANT = 0.5;

export function Bar({ part, trace, waits, view }: Props) {
  const place = placer(trace, view);
  const whole = place({ from: part.start, to: part.end ?? trace.end });
  const own = ownIntervals(part, trace.end);
  const dominant = dominantShare(part, trace);
  const open = part.end === null ? " open" : "";
  const kind = part.outcome === "ok" && dominant !== null ? "slow" : part.outcome;
  return (
    <span className="bars">
      {whole && (
        <span
          className={`bar ${part.kind === "missing" ? "missing" : kind}${open}`}
          style={{ left: percent(whole.left), width: percent(whole.width) }}
        />
      )}
      {widest(own).map((each) => (
        <Piece key={each.from} className={`own ${kind}${open}`} at={place(each)} />
      ))}
      {widest(waits).map((each) => (
        <Piece key={each.from} className="wait" at={place(each)} />
      ))}
      {whole && dominant !== null && (
        <Remark at={whole} text={`${share(dominant, 1)} of the trace`} kind={kind} />
      )}
    </span>
  );
}

interface Place {
  left: number;
  width: number;
}

function Piece({ className, at }: { className: string; at: Place | null }) {
  return (
    at && (
      <span
        className={className}
        style={{ left: percent(at.left), width: percent(at.width) }}
      />
    )
  );
}

function Remark({ at, text, kind }: { at: Place; text: string; kind: string }) {
  const end = at.left + at.width;
  if (at.width > 0.4) {
    return (
      <span className={`remark on-${kind}`} style={{ left: percent(at.left) }}>
        {text}
      </span>
    );
  }
  return end < 0.7 ? (
    <span className="remark" style={{ left: percent(end) }}>
      {text}
    </span>
  ) : (
    <span className="remark before" style={{ right: percent(1 - at.left) }}>
      {text}
    </span>
  );
}

/** From epoch seconds to shares of the axis; null for what is out of sight. */
function placer(trace: Trace, view: Interval) {
  const length = view.to - view.from || 1;
  return ({ from, to }: Interval): Place | null => {
    const left = (from - trace.start - view.from) / length;
    const right = (to - trace.start - view.from) / length;
    if (right < 0 || left > 1) return null;
    const clipped = Math.max(left, 0);
    return { left: clipped, width: Math.max(Math.min(right, 1) - clipped, 0) };
  };
}

function widest(intervals: readonly Interval[]): readonly Interval[] {
  if (intervals.length <= MOST_PIECES) return intervals;
  return [...intervals]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MOST_PIECES);
}

/** null where it says nothing: of a trace of one part, and before the end is known. */
function dominantShare(part: Part, trace: Trace): number | null {
  if (trace.parts.length === 1 || trace.inProgress) return null;
  const whole = trace.end - trace.start;
  const own = whole > 0 ? part.selfTime / whole : 0;
  return own >= DOMINANT ? own : null;
}
