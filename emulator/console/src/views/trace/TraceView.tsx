/** Map, timeline and panel of a trace: what is selected in one is selected in all. */
import { useMemo, useState } from "react";
import { count } from "../../format";
import type { Graph } from "../../model";
import type { TraceRoute } from "../../route";
import type { CriticalPath } from "../../trace/criticalPath";
import type { Part, Trace } from "../../trace/part";
import type { Interval } from "../../trace/selfTime";
import type { Kinds } from "../../trace/standing";
import { GraphCanvas } from "../map/GraphCanvas";
import { countNodes, inFull, nextPartOf, nodeOf } from "./onTheMap";
import { SegmentPanel } from "./panel/SegmentPanel";
import { Timeline } from "./Timeline";
import { Toolbar } from "./Toolbar";
import { useFolds, type Only } from "./useFolds";
import "./trace-view.css";

interface Props {
  trace: Trace;
  path: CriticalPath;
  graph: Graph | null;
  kinds: Kinds | null;
  route: TraceRoute;
  go: (change: Partial<TraceRoute>, replace?: boolean) => void;
}

/** A larger map would take longer than the timeline, and be read by nobody. */
const MOST_NODES = 150;

export function TraceView({ trace, path, graph, kinds, route, go }: Props) {
  const part = trace.byId.get(route.segment ?? "") ?? null;
  const search = route.search ?? "";
  const only: Only = route.only === "path" || route.only === "failed" ? route.only : "";
  const folds = useFolds(trace, path, { search, only, selected: part });
  const [shown, setShown] = useState(() => part && { id: part.id });
  const [at, setAt] = useState(0);
  const zoom = useZoom(trace);

  const select = (next: Part | null) =>
    go({ segment: next?.id ?? null }, route.segment !== null);
  const reveal = (next: Part | null) => {
    select(next);
    if (next) setShown({ id: next.id });
  };
  const step = (by: number, from = at) => {
    const { hits } = folds;
    if (hits.length === 0) return;
    const next = (from + by + hits.length) % hits.length;
    setAt(next);
    reveal(hits[next]!);
  };
  return (
    <div className={part ? "trace-area with-panel" : "trace-area"}>
      <div className="trace-main">
        <TraceMap trace={trace} graph={graph} part={part} onSelect={reveal} />
        <Toolbar
          search={search}
          hits={folds.hits.length}
          at={Math.min(at, Math.max(folds.hits.length - 1, 0))}
          only={only}
          counts={{
            all: trace.parts.length,
            path: path.waits.size,
            failed: folds.failed,
          }}
          pathSeconds={path.total}
          zoomed={zoom.zoomed}
          onSearch={(text) => {
            setAt(-1);
            go({ search: text });
          }}
          onStep={step}
          onOnly={(next) => go({ only: next })}
          onFoldAll={folds.foldAll}
          onWhole={zoom.whole}
        />
        <Timeline
          trace={trace}
          rows={folds.rows}
          view={zoom.view}
          path={path}
          kinds={kinds}
          selected={part}
          hits={folds.hitIds}
          shown={shown}
          onZoom={zoom.set}
          onFold={folds.fold}
          onSelect={select}
        />
      </div>
      {part && (
        <SegmentPanel
          trace={trace}
          part={part}
          path={path}
          kinds={kinds}
          tab={route.tab ?? ""}
          onTab={(tab) => go({ tab })}
          onZoom={() => zoom.set(around(part, trace))}
          onSelect={reveal}
          onClose={() => select(null)}
        />
      )}
    </div>
  );
}

/** In seconds from the beginning; the whole time grows with a trace in progress. */
function useZoom(trace: Trace) {
  const [chosen, setChosen] = useState<Interval | null>(null);
  const length = Math.max(trace.end - trace.start, 1e-6);
  const view = useMemo(() => chosen ?? { from: 0, to: length }, [chosen, length]);
  return {
    view,
    zoomed: chosen !== null,
    set: setChosen,
    whole: () => setChosen(null),
  };
}

/** A part with a little before and after it. */
function around(part: Part, trace: Trace): Interval {
  const from = part.start - trace.start;
  const to = (part.end ?? trace.end) - trace.start;
  const margin = Math.max((to - from) / 10, 1e-5);
  return { from: from - margin, to: to + margin };
}

interface MapProps {
  trace: Trace;
  graph: Graph | null;
  part: Part | null;
  onSelect: (part: Part | null) => void;
}

/** Its room is there before it is, so that nothing moves when it comes. */
function TraceMap({ trace, graph: coarse, part, onSelect }: MapProps) {
  const graph = useMemo(() => coarse && inFull(coarse, trace), [coarse, trace]);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const nodes = useMemo(() => countNodes(trace), [trace]);
  const open = wanted ?? nodes <= MOST_NODES;
  if (graph?.nodes.length === 0) return null;
  return (
    <section
      className={open ? "trace-map" : "trace-map closed"}
      aria-label="Map of this trace"
    >
      {open && graph && (
        <GraphCanvas
          graph={graph}
          windowSeconds={null}
          selected={part && nodeOf(part, graph)}
          search=""
          onSelect={(node) => onSelect(node && nextPartOf(node, trace, part))}
        />
      )}
      <button
        type="button"
        className="map-switch"
        aria-expanded={open}
        onClick={() => setWanted(!open)}
      >
        {open ? "Hide map" : `Show map of ${count(nodes)} nodes`}
      </button>
    </section>
  );
}
