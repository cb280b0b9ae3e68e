/**
 * The address bar is the only state that outlives a view. Routes follow X-Ray's
 * own console (`#/traces?filter=…&timeRange=PT15M`), so links to it mostly work
 * here after the host is changed.
 */
import { useSyncExternalStore } from "react";
import { mapParams, readMapParams, type MapChoices } from "./mapRoute";
import { formatPlace, parsePlace, type Place } from "./places";
import { formatRange, parseRange, type Range } from "./range";
import { parseView, viewParams, type TracesView } from "./views/traces/view";

export type Route =
  | ({
      page: "map";
      range: Range;
      node: string | null;
      type: string | null;
      search: string;
    } & MapChoices)
  | { page: "traces"; range: Range; filter: string; view?: TracesView }
  | TraceRoute
  | Place;

export interface TraceRoute {
  page: "trace";
  id: string;
  /** The part that the panel shows, and which of its tabs. */
  segment: string | null;
  tab?: string;
  raw?: boolean;
  search?: string;
  /** "path" or "failed": no more than these of its parts. */
  only?: string;
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = splitOnce(hash.replace(/^#\/?/, ""), "?");
  const params = new URLSearchParams(query);
  const range = parseRange(params.get("timeRange"));
  const [page, id, view] = path.split("/");
  if (page === "traces" && id) {
    return {
      page: "trace",
      id: safeDecode(id),
      segment: params.get("segment"),
      ...(view === "raw" && { raw: true }),
      ...given(params, "tab", "search", "only"),
    };
  }
  if (page === "traces") {
    const view = parseView(params);
    const filter = params.get("filter") ?? "";
    return { page: "traces", range, filter, ...(view && { view }) };
  }
  if (page && page !== "service-map") return parsePlace(path, params);
  return {
    page: "map",
    range,
    node: params.get("node"),
    type: params.get("type"),
    search: params.get("search") ?? "",
    ...readMapParams(params),
  };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case "map":
      return `#/service-map${query({
        timeRange: formatRange(route.range),
        node: route.node,
        type: route.type,
        search: route.search,
        ...mapParams(route),
      })}`;
    case "traces":
      return `#/traces${query({
        timeRange: formatRange(route.range),
        filter: route.filter,
        ...viewParams(route.view),
      })}`;
    case "trace":
      return `#/traces/${encodeURIComponent(route.id)}${route.raw ? "/raw" : ""}${query({
        segment: route.segment,
        tab: route.tab ?? null,
        search: route.search ?? null,
        only: route.only ?? null,
      })}`;
    default: {
      const [path, params] = formatPlace(route);
      return `#/${path}${query(params)}`;
    }
  }
}

/**
 * A trace id as people paste it, in X-Ray's spelling, or null if it is none:
 * `1-58406520-a006649127e371903a2de979` or the bare 32 hex digits of W3C.
 */
export function traceIdIn(text: string): string | null {
  const trimmed = text.trim();
  if (/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(trimmed)) return trimmed;
  if (/^[0-9a-f]{32}$/i.test(trimmed)) {
    return `1-${trimmed.slice(0, 8)}-${trimmed.slice(8)}`;
  }
  return null;
}

/** The current route. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}

/** Goes to a route; `replace` leaves no history entry. */
export function navigate(route: Route, { replace = false } = {}): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash) return;
  if (replace) {
    window.history.replaceState(null, "", hash);
    // replaceState is silent; the subscribers listen to this one.
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    window.location.hash = hash;
  }
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

function given<Name extends string>(params: URLSearchParams, ...names: Name[]) {
  const pairs = names.flatMap((name) => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(pairs) as Partial<Record<Name, string>>;
}

function query(params: Record<string, string | null>): string {
  const given = Object.entries(params).filter(([, value]) => value);
  if (given.length === 0) return "";
  return `?${given.map(([k, v]) => `${k}=${encodeURIComponent(v!)}`).join("&")}`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
