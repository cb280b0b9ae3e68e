import type { WireStatus } from "../wire";
import { DEFAULT_RANGE } from "../range";
import { formatRoute, type Route } from "../route";
import type { Theme } from "../theme";
import { MoonIcon, SunIcon } from "./icons";
import { ZoneSwitch } from "./ZoneSwitch";

interface Props {
  route: Route;
  theme: Theme;
  onToggleTheme: () => void;
  status: WireStatus | null;
}

export function TopBar({ route, theme, onToggleTheme, status }: Props) {
  // The other page opens on the same time range.
  const range = route.page === "trace" ? DEFAULT_RANGE : route.range;
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
        <a href={traces} aria-current={route.page !== "map" ? "page" : undefined}>
          Traces
        </a>
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
