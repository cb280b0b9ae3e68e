import type { ReactNode } from "react";
import { duration, share, timestamp } from "../../../format";
import type { CriticalPath } from "../../../trace/criticalPath";
import { ancestors, type Part, type Trace } from "../../../trace/part";
import type { Kinds } from "../../../trace/standing";
import { formatRoute } from "../../../route";
import type { WireLink } from "../../../wire";
import { PartStatus } from "../PartStatus";
import { Among } from "./Among";
import { Nothing, Pairs, Section } from "./Pairs";
import "./overview.css";

type Fact = [string, ReactNode];

interface Props {
  trace: Trace;
  part: Part;
  path: CriticalPath;
  kinds: Kinds | null;
  onZoom: () => void;
  onSelect: (part: Part) => void;
}

export function Overview(props: Props) {
  const { part, kinds } = props;
  if (part.kind === "missing") return <Missing {...props} />;
  const { document } = part;
  return (
    <>
      <Pairs pairs={[...figures(props), ...identity(props)]} />
      <Among part={part} kinds={kinds} />
      <Section title="Request" values={document.http?.request} />
      <Section title="Response" values={document.http?.response} />
    </>
  );
}

function figures({ trace, part, path, onZoom }: Props): Fact[] {
  const whole = trace.end - trace.start;
  const waited = path.seconds.get(part.id) ?? 0;
  return [
    ["Status", <PartStatus key="status" part={part} />],
    ["Duration", part.end === null ? "not finished" : duration(part.end - part.start)],
    [
      "Own time",
      part.inferred
        ? "counted where it was called"
        : `${duration(part.selfTime)} (${share(part.selfTime, whole)} of the trace)`,
    ],
    [
      "Critical path",
      waited > 0
        ? `${duration(waited)} (${share(waited, path.total)} of the response time)`
        : "not on it",
    ],
    [
      "Begins",
      <span key="begins">
        {duration(part.start - trace.start)} into the trace ·{" "}
        <button type="button" className="link" onClick={onZoom}>
          Zoom to it
        </button>
      </span>,
    ],
    ["Start time", timestamp(part.start)],
    ["End time", part.end === null ? "–" : timestamp(part.end)],
  ];
}

function identity({ part, onSelect }: Props): Fact[] {
  const { document, parent } = part;
  const given: [string, string | undefined][] = [
    ["Origin", document.origin],
    ["Namespace", document.namespace],
    ["User", document.user],
  ];
  return [
    ["Id", <code key="id">{document.id}</code>],
    ["Called by", parent ? <Chain part={part} onSelect={onSelect} /> : "–"],
    ...given.filter((pair): pair is [string, string] => Boolean(pair[1])),
    ...(document.links?.length
      ? [["Linked with", <Links key="links" links={document.links} />] as Fact]
      : []),
    ...(part.inferred ? [["Inferred", "from its caller's subsegment"] as Fact] : []),
  ];
}

/** The traces that it took something up from. */
function Links({ links }: { links: WireLink[] }) {
  const traces = [...new Set(links.map(({ trace_id }) => trace_id))];
  return (
    <span className="lines">
      {traces.map(
        (id) =>
          id && (
            <a key={id} href={formatRoute({ page: "trace", id, segment: null })}>
              {id}
            </a>
          ),
      )}
    </span>
  );
}

/** The nearest callers, each of them a way up. */
function Chain({ part, onSelect }: { part: Part; onSelect: (part: Part) => void }) {
  const above = ancestors(part);
  return (
    <span className="chain">
      {above.slice(0, 4).map((each) => (
        <button
          key={each.id}
          type="button"
          className="link"
          onClick={() => onSelect(each)}
        >
          {each.kind === "missing" ? each.id : each.node}
        </button>
      ))}
      {above.length > 4 && <span className="faint">{above.length - 4} more</span>}
    </span>
  );
}

function Missing({ part, onSelect }: Props) {
  return (
    <>
      <Nothing>
        Nothing with the id <code>{part.id}</code> has come, though these name it as their
        parent. Its segment may be open still, was rejected, or went somewhere else.
      </Nothing>
      <ul className="plain-list">
        {part.children.map((child) => (
          <li key={child.id}>
            <button type="button" className="link" onClick={() => onSelect(child)}>
              {child.node}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
