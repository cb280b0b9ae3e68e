/**
 * What the views use: the wire's answers with their holes filled in.
 *
 * Nothing is computed here that the API decides (health, links, matching);
 * only names are made unique and missing figures become zero.
 */
import type {
  WireAnnotation,
  WireHistogramEntry,
  WireService,
  WireServiceGraph,
  WireStatistics,
  WireTraceSummary,
} from "./wire";

export type Outcome = "ok" | "error" | "throttle" | "fault";

/** In the order in which they go round a ring and down a list. */
export const OUTCOMES: readonly Outcome[] = ["ok", "error", "throttle", "fault"];

export interface Statistics {
  total: number;
  counts: Record<Outcome, number>;
  /** Sum of all response times, in seconds. */
  totalTime: number;
}

export interface Bin {
  value: number;
  count: number;
}

export interface GraphNode {
  /** Unique in the graph and the same from one answer to the next. */
  key: string;
  name: string;
  type: string | null;
  root: boolean;
  /** The client in front of a root service: it has no figures of its own. */
  client: boolean;
  statistics: Statistics | null;
  histogram: Bin[];
}

export interface GraphEdge {
  key: string;
  source: string;
  target: string;
  statistics: Statistics | null;
  /** As the caller measured them. */
  histogram: Bin[];
  /** A trace link: not a call, but a message that was taken up later. */
  link: boolean;
  /** Of a link: how old messages were when they were taken up. */
  ages: Bin[];
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** First and last trace start the answer covers. */
  start: number | null;
  end: number | null;
}

export const EMPTY_GRAPH: Graph = { nodes: [], edges: [], start: null, end: null };

export interface Summary {
  id: string;
  start: number;
  duration: number | null;
  responseTime: number | null;
  outcome: Outcome;
  inProgress: boolean;
  partial: boolean;
  method: string | null;
  status: number | null;
  url: string | null;
  clientIp: string | null;
  entry: string | null;
  userAgent: string | null;
  users: string[];
  /** The values as text, by key. */
  annotations: Record<string, string[]>;
}

export function graphFrom(wire: WireServiceGraph): Graph {
  const services = [...(wire.Services ?? [])];
  const keys = new Map(services.map((s) => [s.ReferenceId, nodeKey(s)]));
  return {
    nodes: services
      .map(nodeFrom)
      // ReferenceIds change between answers; an order by key keeps the layout still.
      .sort((a, b) => compareNames(a.key, b.key)),
    edges: services
      .flatMap((service) => edgesFrom(service, keys))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    start: wire.StartTime ?? null,
    end: wire.EndTime ?? null,
  };
}

export function meanTime(statistics: Statistics): number {
  return statistics.total === 0 ? 0 : statistics.totalTime / statistics.total;
}

/** The worst outcome present, to choose a colour or a word; ok when there is none. */
export function worst({ counts }: Statistics): Outcome {
  if (counts.fault > 0) return "fault";
  if (counts.throttle > 0) return "throttle";
  return counts.error > 0 ? "error" : "ok";
}

/**
 * The node a link names. A name alone means the reporting service rather than a
 * table or queue called the same, or the client in front of it.
 */
export function findNode(graph: Graph, name: string | null, type: string | null) {
  if (name === null) return null;
  const named = graph.nodes.filter((node) => node.name === name);
  if (type !== null) return named.find((node) => node.type === type) ?? null;
  return (
    named.find((node) => node.type === null) ??
    named.find((node) => !node.client) ??
    named[0] ??
    null
  );
}

/** Whether the name alone does not say which node of the graph is meant. */
export function ambiguous(graph: Graph, node: GraphNode): boolean {
  return (
    node.client ||
    graph.nodes.some((n) => n.name === node.name && n.key !== node.key && !n.client)
  );
}

/** "noun-2" before "noun-10". */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

export function summaryFrom(wire: WireTraceSummary): Summary {
  const responseTime = wire.ResponseTime ?? null;
  return {
    id: wire.Id,
    start: wire.StartTime ?? 0,
    duration: wire.Duration ?? null,
    responseTime,
    outcome: outcomeOf({
      fault: wire.HasFault,
      throttle: wire.HasThrottle,
      error: wire.HasError,
    }),
    inProgress: responseTime === null && !wire.IsPartial,
    partial: wire.IsPartial ?? false,
    method: wire.Http?.HttpMethod ?? null,
    status: wire.Http?.HttpStatus ?? null,
    url: wire.Http?.HttpURL ?? null,
    clientIp: wire.Http?.ClientIp ?? null,
    entry: wire.EntryPoint?.Name ?? null,
    userAgent: wire.Http?.UserAgent ?? null,
    users: (wire.Users ?? []).flatMap(({ UserName }) => UserName ?? []),
    annotations: Object.fromEntries(
      Object.entries(wire.Annotations ?? {}).map(([key, values]) => [
        key,
        (values ?? []).map(annotationText),
      ]),
    ),
  };
}

function annotationText({ AnnotationValue: value }: WireAnnotation): string {
  return String(value?.StringValue ?? value?.NumberValue ?? value?.BooleanValue ?? "");
}

interface Flags {
  fault?: boolean | null | undefined;
  throttle?: boolean | null | undefined;
  error?: boolean | null | undefined;
}

/** One outcome for possibly several flags: a 429 carries both error and throttle. */
export function outcomeOf({ fault, throttle, error }: Flags): Outcome {
  if (throttle) return "throttle";
  if (fault) return "fault";
  return error ? "error" : "ok";
}

const collator = new Intl.Collator("en", { numeric: true });

function nodeKey(service: WireService): string {
  return `${service.Name ?? "unknown"} (${service.Type ?? "service"})`;
}

function nodeFrom(service: WireService): GraphNode {
  return {
    key: nodeKey(service),
    name: service.Name ?? "unknown",
    type: service.Type ?? null,
    root: service.Root ?? false,
    client: service.Type === "client",
    statistics: statisticsFrom(service.SummaryStatistics),
    histogram: binsFrom(service.ResponseTimeHistogram),
  };
}

function edgesFrom(service: WireService, keys: Map<number, string>): GraphEdge[] {
  const source = nodeKey(service);
  return (service.Edges ?? []).flatMap((edge) => {
    const target = keys.get(edge.ReferenceId);
    if (target === undefined) return [];
    const link = edge.EdgeType === "link";
    return {
      // Between the same two there may be calls, too.
      key: `${source} ${link ? "~>" : "->"} ${target}`,
      source,
      target,
      statistics: statisticsFrom(edge.SummaryStatistics),
      histogram: binsFrom(edge.ResponseTimeHistogram),
      link,
      ages: binsFrom(edge.ReceivedEventAgeHistogram),
    };
  });
}

/** null when there is nothing to tell yet: no figures, or no request completed. */
function statisticsFrom(wire: WireStatistics | null | undefined): Statistics | null {
  if (!wire?.TotalCount) return null;
  return {
    total: wire.TotalCount,
    counts: {
      ok: wire.OkCount ?? 0,
      error: wire.ErrorStatistics?.OtherCount ?? 0,
      throttle: wire.ErrorStatistics?.ThrottleCount ?? 0,
      fault: wire.FaultStatistics?.TotalCount ?? wire.FaultStatistics?.OtherCount ?? 0,
    },
    totalTime: wire.TotalResponseTime ?? 0,
  };
}

/** Sorted: the service answers its bins in no order. */
function binsFrom(wire: WireHistogramEntry[] | null | undefined): Bin[] {
  return (wire ?? [])
    .map(({ Value, Count }) => ({ value: Value, count: Count }))
    .sort((a, b) => a.value - b.value);
}
