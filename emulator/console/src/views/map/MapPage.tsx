import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Spinner from "@cloudscape-design/components/spinner";
import Toggle from "@cloudscape-design/components/toggle";
import { useCallback, useState } from "react";
import * as api from "../../api";
import { count, time } from "../../format";
import { ambiguous, EMPTY_GRAPH, findNode, graphFrom, type GraphNode } from "../../model";
import { NothingHere } from "../../parts/NothingHere";
import { Problem } from "../../parts/Problem";
import { RangePicker } from "../../parts/RangePicker";
import { PANEL_WIDTH } from "../../parts/SidePanel";
import { LIVE_MS, useAnswer } from "../../query";
import { formatRange, windowOf, type Window } from "../../range";
import { navigate, type Route } from "../../route";
import { GraphCanvas, matches } from "./GraphCanvas";
import { NodePanel } from "./NodePanel";

type MapRoute = Extract<Route, { page: "map" }>;

export function MapPage({ route, newest }: { route: MapRoute; newest: number | null }) {
  const { range, search } = route;
  const [live, setLive] = useState(true);
  const [searchRound, setSearchRound] = useState(0);
  const moving = range.kind === "relative";
  const answer = useAnswer(
    formatRange(range),
    async (signal) => {
      const window = windowOf(range, Date.now() / 1000);
      return { graph: graphFrom(await api.serviceGraph(window, signal)), window };
    },
    { every: live && moving ? LIVE_MS : null },
  );
  const graph = answer.value?.graph ?? EMPTY_GRAPH;
  const windowSeconds = answer.value
    ? observedSeconds(answer.value.window, graph.start)
    : 60;
  const node = findNode(graph, route.node, route.type);

  const select = useCallback(
    (next: GraphNode | null) =>
      navigate({
        ...route,
        node: next?.name ?? null,
        type: next && ambiguous(graph, next) ? next.type : null,
      }),
    // The route and graph change with every answer; both are read when clicked.
    [route, graph],
  );
  const close = useCallback(() => select(null), [select]);
  const hits = graph.nodes.filter((n) => matches(n, search));

  return (
    <>
      <div className="toolbar">
        <h1>Service map</h1>
        <div className="search">
          <Input
            type="search"
            value={search}
            placeholder="Find a service"
            ariaLabel="Find a service"
            onChange={({ detail }) =>
              navigate({ ...route, search: detail.value }, { replace: true })
            }
            onKeyDown={({ detail }) => {
              if (detail.key !== "Enter") return;
              if (hits.length === 1) select(hits[0]!);
              else setSearchRound((n) => n + 1);
            }}
          />
        </div>
        {search && (
          <span className="faint" role="status">
            {count(hits.length)} found
          </span>
        )}
        <span className="grow" />
        {answer.value && (
          <span className="faint updated">Updated {time(answer.value.window.end)}</span>
        )}
        <Toggle
          checked={live && moving}
          disabled={!moving}
          onChange={({ detail }) => setLive(detail.checked)}
        >
          Live
        </Toggle>
        <RangePicker
          range={range}
          onChange={(next) => navigate({ ...route, range: next })}
        />
        <Button iconName="refresh" ariaLabel="Refresh" onClick={answer.refresh} />
      </div>
      <div className="map-area">
        {answer.error && (
          <div className="overlay-top">
            <Problem error={answer.error} onRetry={answer.refresh} />
          </div>
        )}
        {graph.nodes.length > 0 ? (
          <GraphCanvas
            graph={graph}
            windowSeconds={windowSeconds}
            selected={node}
            search={search}
            searchRound={searchRound}
            onSelect={select}
            obscured={node ? PANEL_WIDTH : 0}
            legend
          />
        ) : answer.value ? (
          <NothingHere
            range={range}
            newest={newest}
            onRange={(next) => navigate({ ...route, range: next })}
          />
        ) : (
          answer.loading && (
            <div className="centred">
              <Spinner size="large" />
            </div>
          )
        )}
        {node && (
          <NodePanel
            key={node.key}
            graph={graph}
            node={node}
            range={range}
            windowSeconds={windowSeconds}
            onSelect={select}
            onClose={close}
          />
        )}
      </div>
    </>
  );
}

/**
 * Rates count from the first trace on: five minutes after the first start, an
 * hour's window would otherwise show a twelfth of the true rate.
 */
function observedSeconds({ start, end }: Window, first: number | null): number {
  return Math.max(end - Math.max(start, first ?? start), 60);
}
