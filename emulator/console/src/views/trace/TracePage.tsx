/** One trace: first the timeline, then what is beside it, and again while it grows. */
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect, useMemo, useState } from "react";
import * as api from "../../api";
import { Problem } from "../../parts/Problem";
import { useAnswer } from "../../query";
import { DEFAULT_RANGE } from "../../range";
import { formatRoute, navigate, type TraceRoute } from "../../route";
import { traceFrom } from "../../trace/assemble";
import { criticalPath } from "../../trace/criticalPath";
import type { Trace } from "../../trace/part";
import type { WireArrival, WireTrace } from "../../wire";
import { Missing } from "./Missing";
import { Notes } from "./Notes";
import { RawView } from "./RawView";
import { TraceHeader } from "./TraceHeader";
import { TraceView } from "./TraceView";
import { ExportButton, ImportButton } from "./Transfer";
import { useBeside } from "./useBeside";

/** Late segments of a trace come within seconds; an unfinished one is asked again. */
const UNFINISHED_MS = 2000;
/** After so long without a sign of life, seldom. */
const FORGOTTEN = { seconds: 600, ms: 30_000 };

const ALL_TRACES = formatRoute({ page: "traces", range: DEFAULT_RANGE, filter: "" });

const NOBODY: WireArrival["Orphans"] = [];

interface Told {
  wire: WireTrace;
  /** When it was asked, epoch seconds. */
  at: number;
}

export default function TracePage({ route }: { route: TraceRoute }) {
  const { id } = route;
  const [every, setEvery] = useState<number | null>(null);
  const answer = useAnswer(id, (signal) => ask(id, signal), { every });
  if (answer.value) {
    return (
      <ToldTrace
        route={route}
        told={answer.value}
        onAskEvery={setEvery}
        onAsk={answer.refresh}
      />
    );
  }
  return (
    <div className="centred">
      {answer.error ? (
        <>
          <Problem error={answer.error} onRetry={answer.refresh} />
          <a href={ALL_TRACES}>All traces</a>
        </>
      ) : (
        <Spinner size="large" />
      )}
    </div>
  );
}

async function ask(id: string, signal: AbortSignal): Promise<Told> {
  const { Traces } = await api.trace(id, signal);
  return { wire: Traces?.[0] ?? { Id: id }, at: Date.now() / 1000 };
}

interface Props {
  route: TraceRoute;
  told: Told;
  onAskEvery: (ms: number | null) => void;
  onAsk: () => void;
}

function ToldTrace({ route, told, onAskEvery, onAsk }: Props) {
  const { id } = route;
  const { wire, at } = told;
  // Asked second: a large trace is on screen before its documents are here as well.
  const arrival = useAnswer(`${id} ${at}`, (signal) => api.arrival(id, signal));
  const orphans = arrival.value?.Orphans.length ? arrival.value.Orphans : NOBODY;
  const trace = useMemo(
    () => traceFrom(wire, { orphans: orphans.map((o) => o.Document), now: at }),
    [wire, at, orphans],
  );
  const every = patience(trace, at);
  useEffect(() => onAskEvery(every), [every, onAskEvery]);

  if (trace.parts.length > 0) {
    return (
      <Found
        route={route}
        wire={wire}
        trace={trace}
        arrival={arrival.value}
        live={every === UNFINISHED_MS}
        onAsk={onAsk}
      />
    );
  }
  return arrival.value || arrival.error ? (
    <Missing id={id} onAsk={onAsk} />
  ) : (
    <div className="centred">
      <Spinner size="large" />
    </div>
  );
}

/** How long to wait before the trace is asked for again; null for never. */
function patience(trace: Trace, at: number): number | null {
  if (trace.parts.length === 0) return UNFINISHED_MS;
  if (!trace.inProgress && !trace.partial) return null;
  return at - trace.end > FORGOTTEN.seconds ? FORGOTTEN.ms : UNFINISHED_MS;
}

interface FoundProps {
  route: TraceRoute;
  wire: WireTrace;
  trace: Trace;
  arrival: WireArrival | null;
  live: boolean;
  onAsk: () => void;
}

function Found({ route, wire, trace, arrival, live, onAsk }: FoundProps) {
  const path = useMemo(() => criticalPath(trace), [trace]);
  const beside = useBeside(trace, revision(wire));
  const go = (change: Partial<TraceRoute>, replace = true) =>
    navigate({ ...route, ...change }, { replace });
  const raw = route.raw ?? false;
  return (
    <>
      <TraceHeader
        trace={trace}
        path={path}
        arrival={arrival}
        onSelect={(part) => go({ segment: part.id, raw: false }, false)}
        actions={
          <div className="trace-actions">
            <Button onClick={() => go({ raw: !raw }, false)}>
              {raw ? "Timeline" : "Raw JSON"}
            </Button>
            <ExportButton arrival={arrival} />
            <ImportButton onImported={onAsk} />
          </div>
        }
      />
      <Notes trace={trace} live={live} findings={beside.findings} links={beside.links} />
      {raw ? (
        <RawView wire={wire} arrival={arrival} />
      ) : (
        <TraceView
          trace={trace}
          path={path}
          graph={beside.graph}
          kinds={beside.kinds}
          route={route}
          go={go}
        />
      )}
    </>
  );
}

/** Another one whenever something came: documents are only ever added to. */
function revision({ Segments }: WireTrace): string {
  const documents = Segments ?? [];
  const size = documents.reduce((sum, { Document }) => sum + Document.length, 0);
  return `${documents.length} ${size}`;
}
