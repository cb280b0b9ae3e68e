/** What the map is of: the server's graph, what is left of it, and what is selected. */
import { useEffect, useMemo, useState } from "react";
import * as api from "../../api";
import {
  EMPTY_GRAPH,
  findNode,
  graphFrom,
  type Graph,
  type GraphNode,
} from "../../model";
import { livePath, TOLD_MS, useAgain, useLive } from "../../live";
import { LIVE_MS, useAnswer } from "../../query";
import type { Window } from "../../range";
import { askForGraph, storyOf, takeFirst } from "./firstGraph";
import { insightsByNode } from "./insights";
import type { MapRoute } from "./MapToolbar";
import { DEFAULT_GROUP } from "./MapToolbar";
import { around, patternFrom, without } from "./narrow";

/** Insights are about minutes. */
const INSIGHTS_MS = 20_000;

export function useMap(route: MapRoute) {
  const { range, group = "", filter = "" } = route;
  const story = storyOf(route);
  const live = range.kind === "relative" && !route.paused;
  const [told, setTold] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const answer = useAnswer(
    story,
    async (signal) => {
      const { window, wire } = takeFirst(story) ?? askForGraph(route, signal);
      return { graph: graphFrom(await wire), window, filter };
    },
    { every: live && refused !== story ? (told ? TOLD_MS : LIVE_MS) : null },
  );
  // What was refused once will be again: nothing to ask for every few seconds.
  const mistaken = answer.error instanceof api.ApiError && answer.error.mistake !== null;
  useEffect(() => setRefused(mistaken ? story : null), [mistaken, story]);
  const again = useAgain(answer.refresh, answer.error ?? answer.value);
  // The first picture needs the server and the browser for itself.
  const path =
    live && !mistaken && answer.value ? livePath({ filter, group, limit: 0 }) : null;
  const state = useLive(path, { onChange: again, onBehind: again });
  useEffect(() => setTold(state === "live"), [state]);
  const graph = answer.value?.graph ?? EMPTY_GRAPH;
  const node = findNode(graph, route.node, route.type);
  const callee = findNode(graph, route.to ?? null, route.toType ?? null);
  const edge = node && callee && edgeBetween(graph, node, callee);
  const pattern = useMemo(() => patternFrom(route.hide ?? ""), [route.hide]);
  const shown = useMemo(() => {
    const kept = pattern && route.hide ? without(graph, pattern) : graph;
    return route.focus && node ? around(kept, node.key) : kept;
  }, [graph, pattern, route.hide, route.focus, node?.key]);
  return {
    answer,
    live: state,
    graph,
    /** Without what is hidden. */
    shown,
    node,
    edge,
    patternFails: pattern === null,
    story: [story, route.hide, route.focus ? node?.key : ""].join("\n"),
    insights: useInsights(graph, answer.value?.window ?? null, group),
    groups: useGroups(),
  };
}

/** A call rather than a link, where there are both. */
function edgeBetween(
  graph: Graph,
  { key: source }: GraphNode,
  { key: target }: GraphNode,
) {
  const between = graph.edges.filter(
    (edge) => edge.source === source && edge.target === target,
  );
  return between.find((edge) => !edge.link) ?? between[0] ?? null;
}

/** Without an answer a map has no marks; that is no reason to have no map. */
function useInsights(graph: Graph, window: Window | null, group: string) {
  const named = group || DEFAULT_GROUP;
  const found = useAnswer(
    `${named} ${window !== null}`,
    (signal) =>
      window === null ? Promise.resolve({}) : api.insightSummaries(window, named, signal),
    { every: INSIGHTS_MS },
  ).value;
  return useMemo(() => insightsByNode(found ?? {}, graph), [found, graph]);
}

function useGroups(): string[] {
  const found = useAnswer("groups", api.groups).value;
  return (found?.Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []);
}
