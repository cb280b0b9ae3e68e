/** What is shown beside the timeline, each as soon as it is there: nothing waits for it. */
import { useMemo } from "react";
import * as api from "../../api";
import { EMPTY_GRAPH, graphFrom, type Graph } from "../../model";
import { useAnswer } from "../../query";
import type { Trace } from "../../trace/part";
import { Kinds } from "../../trace/standing";

/** Before and after the trace: those of its kind that it is compared with. */
const AROUND_SECONDS = 900;

export function useBeside(trace: Trace, revision: string) {
  const { id, start } = trace;
  const key = `${id} ${revision}`;
  // A trace without a graph, of orphans alone, still has its timeline.
  const graph = useAnswer(`graph ${key}`, (signal) => api.traceGraph(id, signal));
  const doctor = useAnswer(`doctor ${key}`, (signal) => api.doctor(id, signal));
  const links = useAnswer(`links ${key}`, (signal) => api.linkedTraces(id, signal));
  const around = useAnswer(`around ${id}`, (signal) =>
    api.serviceGraph(
      {
        start: Math.floor(start - AROUND_SECONDS),
        end: Math.ceil(start + AROUND_SECONDS),
      },
      signal,
    ),
  );
  return {
    /** null until it is known. */
    graph: useMemo((): Graph | null => {
      if (graph.value) return graphFrom(graph.value);
      return graph.error ? EMPTY_GRAPH : null;
    }, [graph.value, graph.error]),
    kinds: useMemo(() => around.value && new Kinds(around.value), [around.value]),
    findings: (doctor.value?.Findings ?? []).filter(({ Code }) => Code !== "TraceIsWell"),
    links: links.value,
  };
}
