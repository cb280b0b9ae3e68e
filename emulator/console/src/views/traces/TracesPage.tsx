/** The question, what its traces have in common, and the traces themselves. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../../api";
import { withResponseTimes } from "../../filter";
import { Problem } from "../../parts/Problem";
import { navigate, parseRoute, traceIdIn, type Route } from "../../route";
import { Charts } from "./Charts";
import type { Chosen } from "./chosen";
import { Expressions } from "./Expressions";
import { FilterBar } from "./FilterBar";
import { remember } from "../../parts/expression/history";
import { RefinePanel } from "./RefinePanel";
import { summary } from "./sentences";
import { News } from "./News";
import { useRanking } from "./summaries";
import { Toolbar } from "./Toolbar";
import { TracesList } from "./TracesList";
import { useBreakdown } from "./useBreakdown";
import type { Wanted } from "./useGoingOn";
import { useNewest } from "./useNewest";
import { useResting } from "./useResting";
import { useTail } from "./useTail";
import { USUAL_VIEW, type TracesView } from "./view";
import "./traces-page.css";

type TracesRoute = Extract<Route, { page: "traces" }>;

/** Narrower than this, the panel is there when it is asked for. */
const ROOM_FOR_PANEL = "(min-width: 1100px)";

interface Props {
  route: TracesRoute;
  newest: number | null;
}

/** Another question begins on its first page. The rest stays as the address bar has it. */
function ask(next: Partial<TracesRoute>, seen: Partial<TracesView> = {}): void {
  const route = parseRoute(window.location.hash);
  if (route.page !== "traces") return;
  const view = { ...(route.view ?? USUAL_VIEW), after: null, ...seen };
  navigate({ ...route, ...next, view });
}

export default function TracesPage({ route, newest }: Props) {
  const { range, filter, view = USUAL_VIEW } = route;
  const frame = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  const [paused, setPaused] = useState(false);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { resting, handlers } = useResting();
  const following = view.live && range.kind === "relative" && view.after === null;
  const asked = { range, filter, group: view.group };
  const list = useNewest(asked, view.after, {
    wanted: view.order === null,
    live: following,
  });
  const ranking = useRanking(asked, view.order);
  const found = view.order ? ranking : list;
  const by = view.by ?? (window.matchMedia(ROOM_FOR_PANEL).matches ? "service" : "");
  const { panel, charts, again } = useBreakdown(asked, {
    by: by || null,
    wanted: (by !== "" || view.charts) && found.rows !== null,
    live: following,
  });
  const tail = useTail(asked, found, {
    on: following,
    held: paused || scrolled || resting,
    inOrder: view.order !== null,
    onNews: again,
  });
  const { rows } = tail;
  const refused = rows.error instanceof ApiError && rows.error.mistake !== null;

  const refresh = useCallback(() => {
    list.refresh();
    ranking.refresh();
    panel.refresh();
  }, [list.refresh, ranking.refresh, panel.refresh]);
  const run = (text: string) => {
    const id = traceIdIn(text);
    if (id !== null) navigate({ page: "trace", id, segment: null });
    else if (text === filter && view.after === null) refresh();
    else ask({ filter: text });
  };
  const choose = ({ times, window }: Chosen) =>
    ask({
      filter: times ? withResponseTimes(filter, times.from, times.to) : filter,
      range: window ? { kind: "absolute", ...window } : range,
    });
  const understood = rows.rows !== null && rows.error === null;
  useEffect(() => {
    if (understood) remember(filter);
  }, [understood, filter]);

  return (
    <>
      <Toolbar
        range={range}
        filter={filter}
        view={view}
        panelOpen={by !== ""}
        live={tail.state}
        total={!filter && !charts.error ? (charts.value?.all.traces ?? null) : null}
        onLive={(live) => ask({}, { live })}
        onRange={(next) => ask({ range: next })}
        onGroup={(group) => ask({}, { group })}
        onCharts={(shown) => ask({}, { charts: shown, after: view.after })}
        onPanel={(open) => ask({}, { by: open ? "service" : "", after: view.after })}
        onRefresh={refresh}
      />
      <FilterBar
        filter={filter}
        error={rows.error}
        summary={summary(rows, list.search, charts)}
        onRun={run}
      />
      {refused ? (
        <div className="traces-area">
          <Expressions onRun={run} />
        </div>
      ) : (
        <div className="traces-area">
          {by && (
            <RefinePanel
              by={by}
              filter={filter}
              scan={panel}
              onBy={(next) => ask({}, { by: next, after: view.after })}
              onFilter={(next) => ask({ filter: next })}
              onClose={() => ask({}, { by: "", after: view.after })}
            />
          )}
          <div
            ref={frame}
            className="traces-found"
            {...handlers}
            onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop > 0)}
          >
            {rows.error && (
              <div className="traces-problem">
                <Problem error={rows.error} onRetry={refresh} />
              </div>
            )}
            {view.charts && (
              <Charts
                scan={charts}
                group={view.group}
                stale={rows.rows === null}
                onChoose={choose}
              />
            )}
            <News
              traces={tail.waiting}
              onShow={(by) => {
                setWanted({ ids: by === "keyboard" ? tail.ids : [] });
                tail.show();
                frame.current?.scrollTo({ top: 0 });
              }}
            />
            <TracesList
              asked={asked}
              view={view}
              rows={rows}
              search={list.search}
              live={
                following
                  ? { state: tail.state, paused, resting, onPause: setPaused }
                  : null
              }
              wanted={wanted}
              newest={newest}
              annotationKeys={charts.value?.annotationKeys}
              onView={(seen) => ask({}, seen)}
              onRange={(next) => ask({ range: next })}
              onClear={() => ask({ filter: "" }, { group: null })}
            />
          </div>
        </div>
      )}
    </>
  );
}
