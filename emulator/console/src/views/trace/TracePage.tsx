import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect, useState, type ReactNode } from "react";
import * as api from "../../api";
import { age, count, duration, timestamp, utc } from "../../format";
import { graphFrom, type Graph, type GraphNode } from "../../model";
import { InProgressMark } from "../../parts/Outcome";
import { Problem } from "../../parts/Problem";
import { useAnswer } from "../../query";
import { DEFAULT_RANGE } from "../../range";
import { navigate, type Route } from "../../route";
import { findPart, flatten, traceFrom, type Part, type Trace } from "../../trace";
import { GraphCanvas } from "../map/GraphCanvas";
import { PartStatus } from "./PartStatus";
import { SegmentPanel } from "./SegmentPanel";
import { Timeline } from "./Timeline";
import "./trace.css";

type TraceRoute = Extract<Route, { page: "trace" }>;

/** Late segments of a trace come within seconds; an unfinished one is asked again. */
const UNFINISHED_MS = 2000;

export default function TracePage({ route }: { route: TraceRoute }) {
  const { id, segment } = route;
  const [unfinished, setUnfinished] = useState(false);
  const answer = useAnswer(id, (signal) => load(id, signal), {
    every: unfinished ? UNFINISHED_MS : null,
  });
  const { value } = answer;
  useEffect(() => setUnfinished(value !== null && !finished(value.trace)), [value]);
  const select = (part: Part | null) =>
    navigate({ ...route, segment: part?.id ?? null }, { replace: segment !== null });

  if (!value) {
    return (
      <div className="centred">
        {answer.error ? (
          <Problem error={answer.error} onRetry={answer.refresh} />
        ) : (
          <Spinner size="large" />
        )}
      </div>
    );
  }
  if (!value.trace || value.trace.segments.length === 0) {
    return <Missing id={id} received={value.trace !== null} onRetry={answer.refresh} />;
  }
  const { trace, graph } = value;
  const part = findPart(trace, segment);
  return (
    <>
      <Header trace={trace} />
      <div className={part ? "trace-area with-panel" : "trace-area"}>
        <div className="trace-main">
          {graph.nodes.length > 0 && (
            <section className="trace-map" aria-label="Map of this trace">
              <GraphCanvas
                graph={graph}
                windowSeconds={null}
                selected={part && nodeOf(part, trace, graph)}
                search=""
                onSelect={(node) => select(node && partOf(node, trace))}
              />
            </section>
          )}
          <Timeline trace={trace} selected={segment} onSelect={select} />
        </div>
        {part && <SegmentPanel trace={trace} part={part} onClose={() => select(null)} />}
      </div>
    </>
  );
}

async function load(id: string, signal: AbortSignal) {
  const [found, graph] = await Promise.all([
    api.trace(id, signal),
    // A trace without a graph still has its timeline.
    api.traceGraph(id, signal).catch(() => ({ Services: [] })),
  ]);
  const wire = found.Traces?.[0];
  return { trace: wire ? traceFrom(wire) : null, graph: graphFrom(graph) };
}

function finished(trace: Trace | null): boolean {
  return trace !== null && !trace.inProgress && !trace.partial;
}

function Header({ trace }: { trace: Trace }) {
  const { root } = trace;
  const request = root?.document.http?.request;
  const responseTime = root && root.end !== null ? root.end - root.start : null;
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
        {trace.inProgress && <InProgressMark />}
        {trace.partial && (
          <span className="tag" title="A segment names a parent that was not received">
            partial
          </span>
        )}
        {trace.limitExceeded && <span className="tag">size limit exceeded</span>}
      </div>
      <dl className="trace-facts">
        <Fact label="Status">{root ? <PartStatus part={root} /> : "–"}</Fact>
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
        <Fact label="Started">
          <span title={utc(trace.start)}>{timestamp(trace.start)}</span>{" "}
          <span className="faint">{age(Date.now() / 1000 - trace.start)}</span>
        </Fact>
        <Fact label="Segments">{count(trace.segments.flatMap(flatten).length)}</Fact>
      </dl>
    </header>
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

function Missing({
  id,
  received,
  onRetry,
}: {
  id: string;
  received: boolean;
  onRetry: () => void;
}) {
  return (
    <div className="centred nothing">
      <p>
        <strong>{received ? "This trace has no segments yet." : "No such trace."}</strong>
      </p>
      <p className="faint">
        <code>{id}</code>{" "}
        {received
          ? "so far consists of subsegments whose segment was not received."
          : "was never received, or is older than what is kept."}
      </p>
      <p>
        <Button onClick={onRetry}>Look again</Button>{" "}
        <Button
          variant="link"
          onClick={() => navigate({ page: "traces", range: DEFAULT_RANGE, filter: "" })}
        >
          All traces
        </Button>
      </p>
    </div>
  );
}

/** The node of the graph that a part is about: a call is about whom it calls. */
function nodeOf(part: Part, trace: Trace, graph: Graph): GraphNode | null {
  const owner = trace.segments.find((segment) => flatten(segment).includes(part));
  const called = trace.segments.find((segment) => segment.document.parent_id === part.id);
  const about = part.segment ? part : (called ?? owner);
  if (!about) return null;
  const type = about.document.origin ?? null;
  const nodes = graph.nodes.filter((n) => !n.client && n.name === about.node);
  return nodes.find((n) => n.type === type) ?? nodes[0] ?? null;
}

function partOf(node: GraphNode, trace: Trace): Part | null {
  if (node.client) return trace.root;
  const named = trace.segments.filter((segment) => segment.node === node.name);
  return (
    named.find((segment) => segment.document.origin === node.type) ?? named[0] ?? null
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
