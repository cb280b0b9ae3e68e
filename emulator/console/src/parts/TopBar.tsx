import type { WireStatus } from "../wire";
import { PLACES, titleOfPlace, type Place } from "../places";
import { DEFAULT_RANGE, type Range } from "../range";
import { formatRoute, type Route } from "../route";
import type { Theme } from "../theme";
import { MoonIcon, SunIcon } from "./icons";
import { ZoneSwitch } from "./ZoneSwitch";
import { NavMenu } from "./NavMenu";

const SETTINGS: Place[] = [
  PLACES.sampling,
  PLACES.groups,
  PLACES.markers,
  PLACES.account,
  PLACES.start,
];

interface Props {
  route: Route;
  theme: Theme;
  onToggleTheme: () => void;
  status: WireStatus | null;
}

export function TopBar({ route, theme, onToggleTheme, status }: Props) {
  const range = rangeOf(route);
  const analytics = { ...PLACES.analytics, a: { ...PLACES.analytics.a, range } };
  const map = formatRoute({ page: "map", range, node: null, type: null, search: "" });
  const traces = formatRoute({ page: "traces", range, filter: "" });
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header className="top-bar">
      <a className="brand" href={map}>
        <img src="./icon.svg" alt="" width="24" height="24" />
        X-Ray Local
      </a>
      <nav aria-label="Pages">
        <a href={map} aria-current={route.page === "map" ? "page" : undefined}>
          Service map
        </a>
        <a
          href={traces}
          aria-current={["traces", "trace"].includes(route.page) ? "page" : undefined}
        >
          Traces
        </a>
        <a
          href={formatRoute(analytics)}
          aria-current={route.page === "analytics" ? "page" : undefined}
        >
          Analytics
        </a>
        <a
          href={formatRoute(PLACES.insights)}
          aria-current={["insights", "insight"].includes(route.page) ? "page" : undefined}
        >
          Insights
        </a>
        <a
          href={formatRoute(PLACES.doctor)}
          aria-current={route.page === "doctor" ? "page" : undefined}
        >
          Doctor
        </a>
        <NavMenu
          label="Settings"
          links={SETTINGS.map((place) => ({
            label: titleOfPlace(place),
            href: formatRoute(place),
            current: route.page === place.page,
          }))}
        />
      </nav>
      <span className="grow" />
      {status && (
        <span className="endpoint" title="Programs send segments and API calls here">
          {status.DaemonAddress}
          <span className="faint"> · {status.Region}</span>
        </span>
      )}
      <ZoneSwitch />
      <button
        type="button"
        className="icon-button"
        onClick={onToggleTheme}
        aria-label={`Switch to ${other} mode`}
        title={`Switch to ${other} mode`}
      >
        {theme === "dark" ? <SunIcon /> : <MoonIcon />}
      </button>
    </header>
  );
}

/** The other pages open on the same time range. */
function rangeOf(route: Route): Range {
  if (route.page === "map" || route.page === "traces") return route.range;
  return route.page === "analytics" ? route.a.range : DEFAULT_RANGE;
}
