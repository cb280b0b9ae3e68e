/** What the trace is: id, request, figures, and what to do with it. */
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import type { ReactNode } from "react";
import { age, bytes, count, duration, share, timestamp, utc } from "../../format";
import { InProgressMark } from "../../parts/Outcome";
import { heaviest, type CriticalPath } from "../../trace/criticalPath";
import type { Part, Trace } from "../../trace/part";
import type { WireArrival } from "../../wire";
import { PartStatus } from "./PartStatus";
import "./trace-header.css";

interface Props {
  trace: Trace;
  path: CriticalPath;
  arrival: WireArrival | null;
  actions: ReactNode;
  onSelect: (part: Part) => void;
}

/** From this share of the most that X-Ray takes on, the size is worth a warning. */
const NEAR_LIMIT = 0.8;

export function TraceHeader({ trace, path, arrival, actions, onSelect }: Props) {
  const { root } = trace;
  const request = root?.document.http?.request;
  const responseTime = root && root.end !== null ? root.end - root.start : null;
  const told = trace.parts.length > 1 && !trace.inProgress;
  const [slowest] = told ? heaviest(path, trace, 1) : [];
  return (
    <header className="trace-head">
      <div className="trace-title">
        <h1>
          Trace <code>{trace.id}</code>
        </h1>
        <CopyToClipboard
          variant="icon"
          textToCopy={trace.id}
          copyButtonAriaLabel="Copy the trace id"
          copySuccessText="Copied"
          copyErrorText="The browser did not allow copying"
        />
        <span className="grow" />
        {actions}
      </div>
      <dl className="trace-facts">
        <Fact label="Status">
          {trace.inProgress ? (
            <InProgressMark />
          ) : root ? (
            <PartStatus part={root} />
          ) : (
            "–"
          )}
        </Fact>
        <Fact label="Request">
          <span className="url" title={text(request?.["url"])}>
            {`${text(request?.["method"])} ${text(request?.["url"])}`.trim() || "–"}
          </span>
        </Fact>
        <Fact label="Response code">{root?.status ?? "–"}</Fact>
        <Fact label="Response time">
          {responseTime === null ? "–" : duration(responseTime)}
        </Fact>
        <Fact label="Duration">
          {trace.duration === null ? "–" : duration(trace.duration)}
        </Fact>
        {slowest && (
          <Fact label="Waited longest for">
            <button
              type="button"
              className="link name"
              title={slowest.part.node}
              onClick={() => onSelect(slowest.part)}
            >
              {slowest.part.node}
            </button>{" "}
            {share(slowest.seconds, path.total)}
          </Fact>
        )}
        <Fact label="Started">
          <span title={utc(trace.start)}>{timestamp(trace.start)}</span>{" "}
          <span className="faint">{age(Date.now() / 1000 - trace.start)}</span>
        </Fact>
        <Fact label="Parts">
          <span title="Segments and subsegments">{count(trace.parts.length)}</span>
        </Fact>
        {arrival && (
          <Fact label="Size">
            <Size arrival={arrival} />
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Size({ arrival: { Bytes, MostBytes } }: { arrival: WireArrival }) {
  if (Bytes < NEAR_LIMIT * MostBytes) return bytes(Bytes);
  return (
    <span
      className="outcome error"
      title="Of a larger trace X-Ray drops documents. X-Ray Local keeps it whole."
    >
      {bytes(Bytes)} {Bytes > MostBytes ? "over" : "of"} {bytes(MostBytes)}
    </span>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
