/** HTTP only: X-Ray's own operations and what X-Ray Local adds beside them. */
import type {
  WireBreakdown,
  WireCompletions,
  WireGroups,
  WireRanking,
  WireInsightSummaries,
  WireArrival,
  WireDoctor,
  WireError,
  WireLinkedTraces,
  WireServiceGraph,
  WireStatus,
  WireTraces,
  WireTraceSummaries,
  WireUnprocessed,
} from "./wire";
import type { Window } from "./range";

/** Where in a filter expression the mistake is; columns count from 1. */
export interface Mistake {
  position: number;
  length: number;
  expected: string[];
  suggestion: string | null;
  /** Which expression, where a request has several. */
  parameter?: string;
}

export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly mistake: Mistake | null,
  ) {
    super(message);
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

export function serviceGraph(window: Window, signal: AbortSignal) {
  return post<WireServiceGraph>("ServiceGraph", times(window), signal);
}

export function traceSummaries(
  window: Window,
  {
    filter,
    group,
    token,
  }: { filter: string; group?: string | null; token?: string | null },
  signal: AbortSignal,
) {
  const body = {
    ...times(window),
    ...(filter ? { FilterExpression: filter } : {}),
    ...(group ? { GroupName: group } : {}),
    ...(token ? { NextToken: token } : {}),
  };
  return post<WireTraceSummaries>("TraceSummaries", body, signal);
}

export function trace(id: string, signal: AbortSignal) {
  return post<WireTraces>("Traces", { TraceIds: [id] }, signal);
}

export function traceGraph(id: string, signal: AbortSignal) {
  return post<WireServiceGraph>("TraceGraph", { TraceIds: [id] }, signal);
}

/** Which traces of a window are meant. */
export interface Question {
  window: Window;
  filter: string;
  group: string | null;
}

export function breakdown(
  question: Question,
  by: string | null,
  after: string | null,
  signal: AbortSignal,
) {
  return read<WireBreakdown>("api/breakdown", { ...asked(question), by, after }, signal);
}

export function ranking(
  question: Question,
  order: { by: string; descending: boolean },
  after: string | null,
  signal: AbortSignal,
) {
  const direction = { order: order.by, ascending: order.descending ? null : "1" };
  return read<WireRanking>(
    "api/ranking",
    { ...asked(question), ...direction, after },
    signal,
  );
}

/** The trace's documents as they came; X-Ray Local's own, as the two below. */
export function arrival(id: string, signal: AbortSignal) {
  return request<WireArrival>(`api/trace?trace_id=${encodeURIComponent(id)}`, { signal });
}

export function linkedTraces(id: string, signal: AbortSignal) {
  return request<WireLinkedTraces>(`api/links?trace_id=${encodeURIComponent(id)}`, {
    signal,
  });
}

export function doctor(id: string, signal: AbortSignal) {
  return request<WireDoctor>(`api/doctor?trace_id=${encodeURIComponent(id)}`, { signal });
}

export function putTraceSegments(documents: readonly string[], signal: AbortSignal) {
  return post<WireUnprocessed>(
    "TraceSegments",
    { TraceSegmentDocuments: documents },
    signal,
  );
}

export function completions(expression: string, cursor: number, signal: AbortSignal) {
  const query = { expression, cursor: String(cursor) };
  return read<WireCompletions>("api/complete", query, signal);
}

/** The service graph of a window of any length; of a group, of what a filter admits. */
export function mapGraph(
  { start, end }: Window,
  { group, filter }: { group: string; filter: string },
  signal: AbortSignal,
) {
  const asked = new URLSearchParams({ start: String(start), end: String(end) });
  if (group) asked.set("group", group);
  if (filter) asked.set("filter", filter);
  return request<WireServiceGraph>(`api/graph?${asked}`, { signal });
}

export function groups(signal: AbortSignal) {
  return post<WireGroups>("Groups", {}, signal);
}

/** Of a group; the newest hundred that lie in the window at least in part. */
export function insightSummaries(window: Window, group: string, signal: AbortSignal) {
  const body = { ...times(window), GroupName: group };
  return post<WireInsightSummaries>("InsightSummaries", body, signal);
}

export function status(signal: AbortSignal) {
  return request<WireStatus>("api/status", { signal });
}

function asked({ window, filter, group }: Question) {
  return { start: String(window.start), end: String(window.end), filter, group };
}

function read<Answer>(
  path: string,
  query: Record<string, string | null>,
  signal: AbortSignal,
) {
  const given = Object.entries(query).filter(([, value]) => value !== null);
  const params = new URLSearchParams(given as [string, string][]);
  return request<Answer>(`${path}?${params}`, { signal });
}

function times({ start, end }: Window) {
  return { StartTime: start, EndTime: end };
}

export function post<Answer>(operation: string, body: object, signal: AbortSignal) {
  return request<Answer>(operation, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

export async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await answered(path, init);
  return JSON.parse(await response.text()) as Answer;
}

/** An answer that is no refusal, its body still to be read. */
export async function answered(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`./${path}`, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Unreachable("X-Ray Local does not answer. Is it still running?");
  }
  if (!response.ok) throw refusal(response.status, await response.text());
  return response;
}

export function refusal(status: number, text: string): ApiError {
  const body = parseError(text);
  const message = body.Message ?? body.message ?? `The server answered ${status}.`;
  const mistake =
    typeof body.Position === "number"
      ? {
          position: body.Position,
          length: body.Length ?? 1,
          expected: body.Expected ?? [],
          suggestion: body.Suggestion ?? null,
          ...(body.Parameter && { parameter: body.Parameter }),
        }
      : null;
  return new ApiError(status, body.__type ?? "", message, mistake);
}

function parseError(text: string): WireError {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as WireError) : {};
  } catch {
    return {};
  }
}
