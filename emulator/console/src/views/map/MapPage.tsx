import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { ApiError } from "../../api";
import { allOf, groupFilter } from "../../filter";
import { ambiguous, type Graph, type GraphEdge, type GraphNode } from "../../model";
import { NothingHere } from "../../parts/NothingHere";
import { Problem } from "../../parts/Problem";
import { PANEL_WIDTH } from "../../parts/SidePanel";
import type { Window } from "../../range";
import { navigate } from "../../route";
import { matches } from "./Drawing";
import { EdgePanel } from "./EdgePanel";
import { GraphCanvas } from "./GraphCanvas";
import type { Look } from "./look";
import { MapToolbar, type MapRoute } from "./MapToolbar";
import { NodePanel } from "./NodePanel";
import { useMap } from "./useMap";
import "./map-page.css";

const NodeTable = lazy(() => import("./NodeTable"));

export function MapPage({ route, newest }: { route: MapRoute; newest: number | null }) {
  const [searchRound, setSearchRound] = useState(0);
  const map = useMap(route);
  const { answer, graph, shown, node, edge, insights } = map;
  const window = answer.value?.window ?? { start: 0, end: 0 };
  const windowSeconds = answer.value ? observedSeconds(window, graph.start) : 60;
  const look = useLook(route);
  const { select, selectEdge, close } = useSelecting(route, graph);
  const hits = shown.nodes.filter((each) => matches(each, route.search));
  const obscured = node ? PANEL_WIDTH : 0;
  const panel = {
    graph,
    window,
    windowSeconds,
    premise: allOf(groupFilter(route.group ?? ""), route.filter ?? ""),
    group: route.group ?? "",
    filtered: Boolean(route.filter),
    onSelect: select,
    onClose: close,
  };
  return (
    <>
      <MapToolbar
        route={route}
        groups={map.groups}
        error={answer.error}
        understood={answer.value?.filter === (route.filter ?? "")}
        updated={answer.value ? window.end : null}
        live={map.live}
        found={hits.length}
        hidden={route.hide ? graph.nodes.length - shown.nodes.length : 0}
        patternFails={map.patternFails}
        onRefresh={answer.refresh}
        onFind={() => {
          if (hits.length === 1) select(hits[0]!);
          else setSearchRound((n) => n + 1);
        }}
      />
      <div className="map-area">
        {answer.error && !isMistake(answer.error) && (
          <div className="overlay-top">
            <Problem error={answer.error} onRetry={answer.refresh} />
          </div>
        )}
        {shown.nodes.length === 0 ? (
          <Empty
            route={route}
            graph={graph}
            newest={newest}
            answered={answer.value !== null}
            failed={answer.error !== null}
          />
        ) : route.view === "list" ? (
          <Suspense fallback={<Waiting />}>
            <NodeTable
              graph={shown}
              windowSeconds={windowSeconds}
              search={route.search}
              selected={node}
              insights={insights}
              obscured={obscured}
              onSelect={select}
            />
          </Suspense>
        ) : (
          <GraphCanvas
            graph={shown}
            siblings={graph.nodes}
            story={map.story}
            windowSeconds={windowSeconds}
            selected={edge ? null : node}
            selectedEdge={edge}
            search={route.search}
            searchRound={searchRound}
            onSelect={select}
            onSelectEdge={selectEdge}
            look={look}
            insights={insights}
            obscured={obscured}
            legend
          />
        )}
        {edge ? (
          <EdgePanel key={edge.key} edge={edge} {...panel} />
        ) : (
          node && (
            <NodePanel
              key={node.key}
              node={node}
              insight={insights.get(node.key) ?? null}
              focused={route.focus ?? false}
              onFocus={(focus) => navigate({ ...route, focus })}
              onSelectEdge={selectEdge}
              {...panel}
            />
          )
        )}
      </div>
    </>
  );
}

function useLook({ sizing, icons = false, edgeFigures = false }: MapRoute): Look {
  return useMemo(
    () => ({ sizing: sizing ?? "none", icons, edgeFigures }),
    [sizing, icons, edgeFigures],
  );
}

/** A selection is in the address; a name of two services needs its type there. */
function useSelecting(route: MapRoute, graph: Graph) {
  const typeOf = (node: GraphNode) => (ambiguous(graph, node) ? node.type : null);
  const select = useCallback(
    (next: GraphNode | null) => {
      const { to: _, toType: __, focus, ...rest } = route;
      // Of one node's part of the map another node has another part.
      const kept = focus && next ? { focus } : {};
      const type = next && typeOf(next);
      navigate({ ...rest, ...kept, node: next?.name ?? null, type });
    },
    // The route and graph change with every answer; both are read when clicked.
    [route, graph],
  );
  const selectEdge = useCallback(
    (edge: GraphEdge) => {
      const caller = graph.nodes.find(({ key }) => key === edge.source)!;
      const callee = graph.nodes.find(({ key }) => key === edge.target)!;
      const { toType: _, ...rest } = route;
      const toType = typeOf(callee);
      navigate({
        ...rest,
        node: caller.name,
        type: typeOf(caller),
        to: callee.name,
        ...(toType === null ? {} : { toType }),
      });
    },
    [route, graph],
  );
  const close = useCallback(() => select(null), [select]);
  return { select, selectEdge, close };
}

function Empty({
  route,
  graph,
  newest,
  answered,
  failed,
}: {
  route: MapRoute;
  graph: Graph;
  newest: number | null;
  answered: boolean;
  failed: boolean;
}) {
  // What went wrong is told above.
  if (!answered) return failed ? <div className="canvas-window undrawn" /> : <Waiting />;
  if (graph.nodes.length > 0) {
    return (
      <Nothing
        words="Every service is hidden by its name."
        onClick={() => clear("hide")}
      />
    );
  }
  if (route.filter || route.group) {
    return (
      <Nothing
        words="No trace of this time range is in the group and meets the filter."
        onClick={() => clear("filter", "group")}
      />
    );
  }
  return (
    <NothingHere
      range={route.range}
      newest={newest}
      onRange={(range) => navigate({ ...route, range })}
    />
  );

  function clear(...names: ("hide" | "filter" | "group")[]) {
    const emptied = Object.fromEntries(names.map((name) => [name, ""]));
    navigate({ ...route, ...emptied });
  }
}

function Nothing({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <div className="centred nothing">
      <p>
        <strong>{words}</strong>
      </p>
      <Button onClick={onClick}>Show all services</Button>
    </div>
  );
}

function Waiting() {
  return (
    <div className="centred">
      <Spinner size="large" />
    </div>
  );
}

/** Told at the filter itself. */
function isMistake(error: Error): boolean {
  return error instanceof ApiError && error.mistake !== null;
}

/**
 * Rates count from the first trace on: five minutes after the first start, an
 * hour's window would otherwise show a twelfth of the true rate.
 */
function observedSeconds({ start, end }: Window, first: number | null): number {
  return Math.max(end - Math.max(start, first ?? start), 60);
}
