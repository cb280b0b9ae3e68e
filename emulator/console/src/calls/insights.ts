/** Insights: stretches of time in which services of a group did worse than usual. */
import { post } from "../api";
import type { Window } from "../range";
import type { WireServiceId, WireStatistics } from "../wire";
import type { Group } from "./groups";

export interface ServiceName {
  name: string;
  type: string | null;
}

export interface Impact {
  faults: number;
  ok: number;
  total: number;
}

export interface Insight {
  id: string;
  group: string;
  category: string;
  rootCause: ServiceName;
  anomalous: ServiceName[];
  start: number;
  /** Null while it lasts. */
  end: number | null;
  summary: string;
  ofClients: Impact;
  ofRootCause: Impact;
}

export interface InsightEvent {
  at: number;
  summary: string;
  ofClients: Impact;
  ofRootCause: Impact;
  anomalous: ServiceName[];
}

interface WireImpact {
  FaultCount?: number | null;
  OkCount?: number | null;
  TotalCount?: number | null;
}

interface WireInsight {
  InsightId: string;
  GroupName?: string | null;
  RootCauseServiceId?: WireServiceId | null;
  Categories?: string[] | null;
  State?: string | null;
  StartTime: number;
  EndTime?: number | null;
  Summary?: string | null;
  ClientRequestImpactStatistics?: WireImpact | null;
  RootCauseServiceRequestImpactStatistics?: WireImpact | null;
  TopAnomalousServices?: { ServiceId?: WireServiceId | null }[] | null;
}

interface WireEvent {
  Summary?: string | null;
  EventTime: number;
  ClientRequestImpactStatistics?: WireImpact | null;
  RootCauseServiceRequestImpactStatistics?: WireImpact | null;
  TopAnomalousServices?: { ServiceId?: WireServiceId | null }[] | null;
}

/** Of all these groups, newest first. */
export async function insights(
  groups: Group[],
  window: Window,
  state: "ACTIVE" | "CLOSED" | null,
  signal: AbortSignal,
): Promise<Insight[]> {
  const found = await Promise.all(
    groups.map((group) => insightsOf(group.name, window, signal, state)),
  );
  return found.flat().sort((a, b) => b.start - a.start);
}

/** Of one group. */
export async function insightsOf(
  group: string,
  { start, end }: Window,
  signal: AbortSignal,
  state: "ACTIVE" | "CLOSED" | null = null,
): Promise<Insight[]> {
  const found: Insight[] = [];
  let token: string | null = null;
  do {
    const answer: { InsightSummaries: WireInsight[]; NextToken?: string | null } =
      await post(
        "InsightSummaries",
        {
          GroupName: group,
          StartTime: start,
          EndTime: end,
          ...(state ? { States: [state] } : {}),
          ...(token ? { NextToken: token } : {}),
        },
        signal,
      );
    found.push(...answer.InsightSummaries.map(insightFrom));
    token = answer.NextToken ?? null;
  } while (token);
  return found;
}

export async function insight(id: string, signal: AbortSignal): Promise<Insight> {
  const answer = await post<{ Insight: WireInsight }>(
    "Insight",
    { InsightId: id },
    signal,
  );
  return insightFrom(answer.Insight);
}

/** Newest first. */
export async function insightEvents(
  id: string,
  signal: AbortSignal,
): Promise<InsightEvent[]> {
  const answer = await post<{ InsightEvents: WireEvent[] }>(
    "InsightEvents",
    { InsightId: id },
    signal,
  );
  return answer.InsightEvents.map((each) => ({
    at: each.EventTime,
    summary: each.Summary ?? "",
    ofClients: impactFrom(each.ClientRequestImpactStatistics),
    ofRootCause: impactFrom(each.RootCauseServiceRequestImpactStatistics),
    anomalous: anomalousFrom(each.TopAnomalousServices),
  }));
}

/** A service that an insight touches, and which of the others it calls. */
export interface Affected extends ServiceName {
  id: number;
  calls: number[];
}

export async function impactGraph(
  id: string,
  { start, end }: Window,
  signal: AbortSignal,
): Promise<Affected[]> {
  const answer = await post<{
    Services: {
      ReferenceId: number;
      Name?: string | null;
      Type?: string | null;
      Edges?: { ReferenceId: number }[] | null;
    }[];
  }>("InsightImpactGraph", { InsightId: id, StartTime: start, EndTime: end }, signal);
  return answer.Services.map((each) => ({
    id: each.ReferenceId,
    name: each.Name ?? "?",
    type: each.Type ?? null,
    calls: (each.Edges ?? []).map((edge) => edge.ReferenceId),
  }));
}

/** One minute of a service. The usual faults are null where they are not known. */
export interface Moment {
  /** Its end, epoch seconds. */
  at: number;
  total: number;
  faults: number;
  errors: number;
  meanSeconds: number | null;
  usual: { low: number; high: number } | null;
}

/** Oldest first. */
export async function moments(
  group: string,
  service: ServiceName,
  { start, end }: Window,
  signal: AbortSignal,
): Promise<Moment[]> {
  const answer = await post<{
    TimeSeriesServiceStatistics: {
      Timestamp: number;
      ServiceSummaryStatistics?: WireStatistics | null;
      ServiceForecastStatistics?: {
        FaultCountHigh?: number | null;
        FaultCountLow?: number | null;
      } | null;
    }[];
  }>(
    "TimeSeriesServiceStatistics",
    {
      StartTime: start,
      EndTime: end,
      GroupName: group,
      EntitySelectorExpression: selector(service),
      Period: 60,
      ForecastStatistics: true,
    },
    signal,
  );
  return answer.TimeSeriesServiceStatistics.map((row) => {
    const figures = row.ServiceSummaryStatistics;
    const total = figures?.TotalCount ?? 0;
    const { FaultCountHigh: high, FaultCountLow: low } =
      row.ServiceForecastStatistics ?? {};
    return {
      at: row.Timestamp,
      total,
      faults: figures?.FaultStatistics?.TotalCount ?? 0,
      errors: figures?.ErrorStatistics?.TotalCount ?? 0,
      meanSeconds: total > 0 ? (figures?.TotalResponseTime ?? 0) / total : null,
      usual: typeof high === "number" ? { low: low ?? 0, high } : null,
    };
  }).sort((a, b) => a.at - b.at);
}

/** `service(id(name: "a", type: "b"))`: the one node, whatever else has its name. */
export function selector({ name, type }: ServiceName): string {
  const named = `name: ${JSON.stringify(name)}`;
  return type
    ? `service(id(${named}, type: ${JSON.stringify(type)}))`
    : `service(id(${named}))`;
}

/** What it is, which its latest event need not say. */
export function headline({ category, rootCause, end }: Insight): string {
  const [has, takes] = end === null ? ["has", "takes"] : ["had", "took"];
  return category === "FAULT"
    ? `${rootCause.name} ${has} more faults than usual`
    : `${rootCause.name} ${takes} longer than usual`;
}

/** The traces that an insight is about. */
export function tracesOf(insight: Insight, service: ServiceName): string {
  const failing = insight.category === "FAULT" ? " { fault }" : "";
  const inGroup =
    insight.group === "Default"
      ? ""
      : `group.name = ${JSON.stringify(insight.group)} AND `;
  return `${inGroup}${selector(service)}${failing}`;
}

function insightFrom(wire: WireInsight): Insight {
  return {
    id: wire.InsightId,
    group: wire.GroupName ?? "Default",
    category: wire.Categories?.[0] ?? "FAULT",
    rootCause: serviceFrom(wire.RootCauseServiceId),
    anomalous: anomalousFrom(wire.TopAnomalousServices),
    start: wire.StartTime,
    end: wire.EndTime ?? null,
    summary: wire.Summary ?? "",
    ofClients: impactFrom(wire.ClientRequestImpactStatistics),
    ofRootCause: impactFrom(wire.RootCauseServiceRequestImpactStatistics),
  };
}

function anomalousFrom(
  wire: { ServiceId?: WireServiceId | null }[] | null | undefined,
): ServiceName[] {
  return (wire ?? []).map((each) => serviceFrom(each.ServiceId));
}

function serviceFrom(wire: WireServiceId | null | undefined): ServiceName {
  return { name: wire?.Name ?? "?", type: wire?.Type ?? null };
}

function impactFrom(wire: WireImpact | null | undefined): Impact {
  return {
    faults: wire?.FaultCount ?? 0,
    ok: wire?.OkCount ?? 0,
    total: wire?.TotalCount ?? 0,
  };
}
