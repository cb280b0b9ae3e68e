/**
 * The pages beside the map and the traces, as the address bar has them. `route.ts` asks
 * here for what it does not know itself.
 */
import { pairParams, parsePair, type Pair } from "./pair";
import { DEFAULT_RANGE, parseRange, formatRange, type Range } from "./range";

/** What a page of things that are set is busy with; `name` is of an existing one. */
export type Task =
  { kind: "list" } | { kind: "new" } | { kind: "edit" | "clone"; name: string };

export type Place =
  | ({ page: "analytics" } & Pair)
  | { page: "doctor"; trace: string }
  | { page: "insights"; range: Range; state: InsightState }
  | { page: "insight"; id: string }
  | { page: "sampling"; range: Range; task: Task }
  | { page: "groups"; task: Task }
  | { page: "markers" }
  | { page: "account" }
  | { page: "start" }
  | { page: "unknown"; path: string };

export type InsightState = "all" | "active" | "closed";

export const LIST: Task = { kind: "list" };
const DAY: Range = { kind: "relative", seconds: 86_400 };
const HALF_HOUR: Range = { kind: "relative", seconds: 1800 };

export const PLACES = {
  analytics: {
    page: "analytics",
    a: { range: DEFAULT_RANGE, filter: "", group: "" },
    b: null,
  },
  doctor: { page: "doctor", trace: "" },
  insights: { page: "insights", range: DAY, state: "all" },
  sampling: { page: "sampling", range: HALF_HOUR, task: LIST },
  groups: { page: "groups", task: LIST },
  markers: { page: "markers" },
  account: { page: "account" },
  start: { page: "start" },
} as const satisfies Record<string, Place>;

export function parsePlace(path: string, params: URLSearchParams): Place {
  return knownPlace(path, params) ?? { page: "unknown", path };
}

function knownPlace(path: string, params: URLSearchParams): Place | null {
  const [first, second] = path.split("/");
  switch (first) {
    case "analytics":
      return { page: "analytics", ...parsePair(params) };
    case "doctor":
      return { page: "doctor", trace: params.get("trace") ?? "" };
    case "insights":
      return second
        ? { page: "insight", id: second }
        : {
            page: "insights",
            range: rangeIn(params, DAY),
            state: stateFrom(params.get("state")),
          };
    case "settings":
      return settings(second ?? "", params);
    case "start":
      return PLACES.start;
    default:
      return null;
  }
}

function settings(name: string, params: URLSearchParams): Place | null {
  switch (name) {
    case "sampling":
      return {
        page: "sampling",
        range: rangeIn(params, HALF_HOUR),
        task: taskFrom(params),
      };
    case "groups":
      return { page: "groups", task: taskFrom(params) };
    case "markers":
      return PLACES.markers;
    case "account":
      return PLACES.account;
    default:
      return null;
  }
}

/** The path, and what stands behind the question mark. */
export function formatPlace(place: Place): [string, Record<string, string | null>] {
  switch (place.page) {
    case "analytics":
      return ["analytics", pairParams(place)];
    case "doctor":
      return ["doctor", { trace: place.trace }];
    case "insights":
      return [
        "insights",
        {
          timeRange: unless(DAY, place.range),
          state: place.state === "all" ? null : place.state,
        },
      ];
    case "insight":
      return [`insights/${encodeURIComponent(place.id)}`, {}];
    case "sampling":
      return [
        "settings/sampling",
        { timeRange: unless(HALF_HOUR, place.range), ...taskParams(place.task) },
      ];
    case "groups":
      return ["settings/groups", taskParams(place.task)];
    case "markers":
    case "account":
      return [`settings/${place.page}`, {}];
    case "start":
      return ["start", {}];
    case "unknown":
      return [place.path, {}];
  }
}

export function titleOfPlace(place: Place): string {
  switch (place.page) {
    case "analytics":
      return "Analytics";
    case "doctor":
      return place.trace ? `Doctor: ${place.trace}` : "Doctor";
    case "insights":
      return "Insights";
    case "insight":
      return "Insight";
    case "sampling":
      return "Sampling rules";
    case "groups":
      return "Groups";
    case "markers":
      return "Markers";
    case "account":
      return "Encryption and indexing";
    case "start":
      return "Send traces";
    case "unknown":
      return "No such page";
  }
}

function rangeIn(params: URLSearchParams, otherwise: Range): Range {
  const text = params.get("timeRange");
  return text ? parseRange(text) : otherwise;
}

function unless(usual: Range, range: Range): string | null {
  const text = formatRange(range);
  return text === formatRange(usual) ? null : text;
}

function stateFrom(text: string | null): InsightState {
  return text === "active" || text === "closed" ? text : "all";
}

function taskFrom(params: URLSearchParams): Task {
  const edited = params.get("edit");
  if (edited) return { kind: "edit", name: edited };
  const cloned = params.get("clone");
  if (cloned) return { kind: "clone", name: cloned };
  return params.has("new") ? { kind: "new" } : LIST;
}

function taskParams(task: Task): Record<string, string | null> {
  switch (task.kind) {
    case "list":
      return {};
    case "new":
      return { new: "1" };
    default:
      return { [task.kind]: task.name };
  }
}
