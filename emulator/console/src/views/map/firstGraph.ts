/** The map's first question, asked before the page is drawn: it has to be asked anyway. */
import * as api from "../../api";
import { formatRange, windowOf, type Window } from "../../range";
import { parseRoute } from "../../route";
import type { WireServiceGraph } from "../../wire";
import type { MapRoute } from "./MapToolbar";

interface Asked {
  window: Window;
  wire: Promise<WireServiceGraph>;
}

let first: (Asked & { story: string }) | null = null;

/** Names a graph: of which time and which traces. */
export function storyOf({ range, group = "", filter = "" }: MapRoute): string {
  return [formatRange(range), group, filter].join("\n");
}

export function askForGraph(route: MapRoute, signal: AbortSignal): Asked {
  const { range, group = "", filter = "" } = route;
  const window = windowOf(range, Date.now() / 1000);
  return { window, wire: api.mapGraph(window, { group, filter }, signal) };
}

export function askEarly(hash: string): void {
  const route = parseRoute(hash);
  if (route.page !== "map") return;
  first = { story: storyOf(route), ...askForGraph(route, new AbortController().signal) };
  // Whoever takes it is told why it failed.
  first.wire.catch(() => undefined);
}

/** What was asked early, once, if it is what is asked for. */
export function takeFirst(story: string): Asked | null {
  const asked = first?.story === story ? first : null;
  first = null;
  return asked;
}
