/** What the traces page shows beside its question, as the address bar carries it. */

export interface Order {
  /** A column that the API orders by: `responsetime`, `http.status` ... */
  by: string;
  descending: boolean;
}

export interface TracesView {
  /** The name of a group whose traces alone are shown. */
  group: string | null;
  /** The attribute that the panel breaks down by; "" for no panel, null for the usual. */
  by: string | null;
  /** null: newest first, page by page. */
  order: Order | null;
  /** In their order; null for the usual ones. */
  columns: string[] | null;
  /** The page after this position; null for the first. */
  after: string | null;
  charts: boolean;
  /** Told of new traces. */
  live: boolean;
}

export const USUAL_VIEW: TracesView = {
  group: null,
  by: null,
  order: null,
  columns: null,
  after: null,
  charts: true,
  live: false,
};

const NONE = "-";

/** undefined when all of it is as usual. */
export function parseView(params: URLSearchParams): TracesView | undefined {
  const order = params.get("order");
  const view: TracesView = {
    group: params.get("group"),
    by: params.get("by") === NONE ? "" : params.get("by"),
    order: order ? { by: order, descending: !params.has("ascending") } : null,
    columns: columnsFrom(params.get("columns")),
    after: params.get("after"),
    charts: params.get("charts") !== NONE,
    live: params.get("live") === "1",
  };
  return isUsual(view) ? undefined : view;
}

export function viewParams(view: TracesView = USUAL_VIEW): Record<string, string | null> {
  return {
    group: view.group,
    by: view.by === "" ? NONE : view.by,
    order: view.order?.by ?? null,
    ascending: view.order?.descending === false ? "1" : null,
    columns: view.columns?.map(encodeURIComponent).join(",") ?? null,
    after: view.after,
    charts: view.charts ? null : NONE,
    live: view.live ? "1" : null,
  };
}

function columnsFrom(text: string | null): string[] | null {
  if (!text) return null;
  return text.split(",").map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isUsual(view: TracesView): boolean {
  return Object.values(viewParams(view)).every((value) => value === null);
}
