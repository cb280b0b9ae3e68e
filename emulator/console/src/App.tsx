/** The frame around every page: the bar on top, and the page the URL names. */
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import * as api from "./api";
import { SkipLink } from "./parts/SkipLink";
import { TopBar } from "./parts/TopBar";
import { useAnswer } from "./query";
import { useRoute, type Route } from "./route";
import { useTheme } from "./theme";
import { useZone } from "./zone";
import { titleOfPlace } from "./places";
import { MapPage } from "./views/map/MapPage";
import type { WireStatus } from "./wire";

const TracesPage = lazy(() => import("./views/traces/TracesPage"));
const TracePage = lazy(() => import("./views/trace/TracePage"));
const StartPage = lazy(() => import("./views/start/StartPage"));
const PlacePage = lazy(() => import("./views/PlacePage"));

/** Until the first trace arrives the answer is awaited; then it matters little. */
const WAITING_MS = 2000;
const SETTLED_MS = 30_000;

export function App() {
  const route = useRoute();
  const [theme, toggleTheme] = useTheme();
  useZone(); // every page has times
  const [settled, setSettled] = useState(false);
  const status = useAnswer("status", api.status, {
    every: settled ? SETTLED_MS : WAITING_MS,
  });
  const empty = status.value?.Store.Traces === 0;
  useEffect(() => setSettled(status.value !== null && !empty), [status.value, empty]);
  const title = titleOf(route);
  useEffect(() => {
    document.title = `${title} · X-Ray Local`;
  }, [title]);
  const main = useFocusKept(route.page);
  return (
    <div className="app">
      <SkipLink />
      <TopBar
        route={route}
        theme={theme}
        onToggleTheme={toggleTheme}
        status={status.value}
      />
      <main ref={main} className="page" data-content tabIndex={-1}>
        <Suspense
          fallback={
            <div className="centred">
              <Spinner size="large" />
            </div>
          }
        >
          {empty && status.value && ["map", "traces"].includes(route.page) ? (
            <StartPage status={status.value} />
          ) : (
            <Page route={route} status={status.value} />
          )}
        </Suspense>
      </main>
    </div>
  );
}

/** Focus that was lost with the page before is at the beginning of the next. */
function useFocusKept(page: Route["page"]) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(page);
  useEffect(() => {
    const lost = document.activeElement === document.body;
    if (page !== before.current && lost) main.current?.focus({ preventScroll: true });
    before.current = page;
  }, [page]);
  return main;
}

function titleOf(route: Route): string {
  if (route.page === "map") return route.node ?? "Service map";
  if (route.page === "traces") return "Traces";
  return route.page === "trace" ? route.id : titleOfPlace(route);
}

function Page({ route, status }: { route: Route; status: WireStatus | null }) {
  const newest = status?.Store.Newest ?? null;
  switch (route.page) {
    case "map":
      return <MapPage route={route} newest={newest} />;
    case "traces":
      return <TracesPage route={route} newest={newest} />;
    case "trace":
      return <TracePage key={route.id} route={route} />;
    default:
      return <PlacePage place={route} status={status} />;
  }
}
