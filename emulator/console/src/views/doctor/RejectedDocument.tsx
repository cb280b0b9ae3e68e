/** One rejected document: why, what to do, and its text as it came. */
import type { Rejected } from "../../calls/doctor";
import { counted, timestamp } from "../../format";
import { Copyable } from "../../parts/Copyable";
import { SidePanel } from "../../parts/SidePanel";
import { formatRoute } from "../../route";
import { hint } from "./hints";

interface Props {
  document: Rejected;
  onClose: () => void;
}

export function RejectedDocument({ document, onClose }: Props) {
  const { code, message, sender, transport, at, traceId, segmentId, bytes, text } =
    document;
  const shown = new TextEncoder().encode(text).length;
  return (
    <SidePanel title={code} subtitle={message} onClose={onClose}>
      {hint(code) && <p>{hint(code)}</p>}
      <dl className="facts">
        <div>
          <dt>Received</dt>
          <dd>{timestamp(at)}</dd>
        </div>
        <div>
          <dt>Sender</dt>
          <dd className="mono">
            {sender} ({transport})
          </dd>
        </div>
        <div>
          <dt>Segment id</dt>
          <dd className="mono">{segmentId ?? "none could be read"}</dd>
        </div>
        <div>
          <dt>Trace</dt>
          <dd className="mono">
            {traceId ? (
              <a href={formatRoute({ page: "doctor", trace: traceId })}>{traceId}</a>
            ) : (
              "none could be read"
            )}
          </dd>
        </div>
      </dl>
      <h3>
        Text
        <span className="faint">
          {shown < bytes
            ? `the first ${shown} of ${counted(bytes, "byte")}`
            : counted(bytes, "byte")}
        </span>
      </h3>
      <Copyable text={text} label="the document's text" />
    </SidePanel>
  );
}
