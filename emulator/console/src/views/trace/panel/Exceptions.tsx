/** What was thrown, and what caused it, wherever in the trace that was recorded. */
import type { Part, Trace } from "../../../trace/part";
import { referenceOf, thrownBy, type Recorded } from "../../../trace/exceptions";
import type { WireException } from "../../../wire";
import { Nothing, plain } from "./Pairs";
import "./exceptions.css";

interface Props {
  trace: Trace;
  part: Part;
  onSelect: (part: Part) => void;
}

export function Exceptions({ trace, part, onSelect }: Props) {
  const thrown = thrownBy(part, trace);
  const reference = referenceOf(part);
  if (thrown.length === 0 && reference !== null) {
    const at = trace.byId.get(reference) ?? null;
    return <Elsewhere id={reference} at={at} onSelect={onSelect} />;
  }
  if (thrown.length === 0) return <Nothing>No exceptions.</Nothing>;
  return thrown.map(({ chain }, index) => (
    <section key={index} className="thrown">
      {chain.map((recorded, depth) => (
        <Exception
          key={recorded.exception.id ?? depth}
          recorded={recorded}
          cause={depth > 0}
          elsewhere={recorded.part !== part}
          onSelect={onSelect}
        />
      ))}
    </section>
  ));
}

function Elsewhere({
  id,
  at,
  onSelect,
}: {
  id: string;
  at: Part | null;
  onSelect: (part: Part) => void;
}) {
  return (
    <Nothing>
      Recorded elsewhere in this trace, as{" "}
      {at ? (
        <button type="button" className="link" onClick={() => onSelect(at)}>
          {at.node}
        </button>
      ) : (
        <>
          <code>{id}</code>, which has not come
        </>
      )}
      .
    </Nothing>
  );
}

function Exception({
  recorded: { exception, part },
  cause,
  elsewhere,
  onSelect,
}: {
  recorded: Recorded;
  cause: boolean;
  elsewhere: boolean;
  onSelect: (part: Part) => void;
}) {
  const { type, message, truncated = 0, skipped = 0, remote } = exception;
  return (
    <article className="exception">
      {cause && <div className="faint caused">caused by</div>}
      <h3>
        {type ?? "Exception"}
        {remote && <span className="tag">remote</span>}
      </h3>
      {elsewhere && (
        <p className="faint">
          in{" "}
          <button type="button" className="link" onClick={() => onSelect(part)}>
            {part.node}
          </button>
        </p>
      )}
      <p>{message ?? "No message."}</p>
      <Stack stack={exception.stack} />
      {truncated > 0 && <p className="faint">{truncated} more frames were not sent.</p>}
      {skipped > 0 && (
        <p className="faint">{skipped} exceptions before its cause were not sent.</p>
      )}
    </article>
  );
}

function Stack({ stack }: { stack: WireException["stack"] }) {
  if (!Array.isArray(stack) || stack.length === 0) return null;
  return (
    <ol>
      {stack.map((frame, index) => (
        <li key={index}>
          <code>{plain(frame?.label ?? "?")}</code>
          <span className="faint">
            {plain(frame?.path ?? "?")}
            {frame?.line === undefined ? "" : `:${plain(frame.line)}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
