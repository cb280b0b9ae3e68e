/** Sampling rules: read, changed, tried on what was recorded; what clients report. */
import { post } from "../api";
import type { Outcome } from "../model";
import type { Window } from "../range";
import type { WireServiceId, WireTraceSummary } from "../wire";

export const DEFAULT_RULE = "Default";

/** The rule that the button "Record everything" makes: first of all, and for all. */
export const EVERYTHING_RULE = "00-record-everything";

/** Patterns have `*` for any run of characters and `?` for one. */
export interface Rule {
  name: string;
  priority: number;
  /** Traces a second. */
  reservoir: number;
  /** 0 to 1, of what the reservoir leaves. */
  rate: number;
  service: string;
  type: string;
  host: string;
  method: string;
  path: string;
  arn: string;
  attributes: [string, string][];
  boost: { maxRate: number; cooldownMinutes: number } | null;
}

export const EMPTY_RULE: Rule = {
  name: "",
  priority: 100,
  reservoir: 1,
  rate: 0.05,
  service: "*",
  type: "*",
  host: "*",
  method: "*",
  path: "*",
  arn: "*",
  attributes: [],
  boost: null,
};

interface WireRule {
  RuleName?: string | null;
  Priority: number;
  ReservoirSize: number;
  FixedRate: number;
  ServiceName: string;
  ServiceType: string;
  Host: string;
  HTTPMethod: string;
  URLPath: string;
  ResourceARN: string;
  Attributes?: Record<string, string> | null;
  SamplingRateBoost?: { MaxRate: number; CooldownWindowMinutes: number } | null;
}

/** In the order in which a request is compared with them. */
export async function rules(signal: AbortSignal): Promise<Rule[]> {
  const answer = await post<{
    SamplingRuleRecords: { SamplingRule: WireRule }[];
  }>("GetSamplingRules", {}, signal);
  return inOrder(answer.SamplingRuleRecords.map((each) => ruleFrom(each.SamplingRule)));
}

export function inOrder(given: Rule[]): Rule[] {
  return [...given].sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
}

export function createRule(rule: Rule, signal: AbortSignal) {
  const created = { ...wireRule(rule), Version: 1 };
  return post<unknown>("CreateSamplingRule", { SamplingRule: created }, signal);
}

export function updateRule(rule: Rule, signal: AbortSignal) {
  return post<unknown>(
    "UpdateSamplingRule",
    { SamplingRuleUpdate: wireUpdate(rule) },
    signal,
  );
}

export function deleteRule(name: string, signal: AbortSignal) {
  return post<unknown>("DeleteSamplingRule", { RuleName: name }, signal);
}

export interface RuleShare {
  name: string;
  matched: number;
  byReservoir: number;
  byRate: number;
  expected: number;
}

export interface WhatIf {
  traces: number;
  kept: number;
  expected: number;
  withoutRoot: number;
  more: boolean;
  rules: RuleShare[];
  outcomes: Record<Outcome, { traces: number; kept: number }>;
  lostServices: string[];
  lostFailures: { id: string; url: string | null; at: number | null }[];
}

interface WireWhatIf {
  Traces: number;
  Kept: number;
  Expected: number;
  WithoutRoot: number;
  More: boolean;
  Rules: {
    RuleName: string;
    Matched: number;
    KeptByReservoir: number;
    KeptByRate: number;
    Expected: number;
  }[];
  Outcomes: Record<Outcome, { Traces: number; Kept: number }>;
  LostServices: WireServiceId[];
  LostFailures: WireTraceSummary[];
}

/** What rules would have kept of the window's traces; those in force without any. */
export async function whatIf(
  window: Window,
  tried: Rule[] | null,
  signal: AbortSignal,
): Promise<WhatIf> {
  const answer = await post<WireWhatIf>(
    "api/sampling/what-if",
    {
      StartTime: window.start,
      EndTime: window.end,
      ...(tried
        ? { SamplingRules: tried.map((rule) => ({ ...wireRule(rule), Version: 1 })) }
        : {}),
    },
    signal,
  );
  const outcome = (name: Outcome) => {
    const { Traces, Kept } = answer.Outcomes[name];
    return { traces: Traces, kept: Kept };
  };
  return {
    traces: answer.Traces,
    kept: answer.Kept,
    expected: answer.Expected,
    withoutRoot: answer.WithoutRoot,
    more: answer.More,
    rules: answer.Rules.map((each) => ({
      name: each.RuleName,
      matched: each.Matched,
      byReservoir: each.KeptByReservoir,
      byRate: each.KeptByRate,
      expected: each.Expected,
    })),
    outcomes: {
      ok: outcome("ok"),
      error: outcome("error"),
      throttle: outcome("throttle"),
      fault: outcome("fault"),
    },
    lostServices: answer.LostServices.map((each) => each.Name ?? "?"),
    lostFailures: answer.LostFailures.map((each) => ({
      id: each.Id,
      url: each.Http?.HttpURL ?? null,
      at: each.StartTime ?? null,
    })),
  };
}

/** Ten seconds of one rule, as all clients reported them. */
export interface Statistic {
  rule: string;
  at: number;
  requests: number;
  sampled: number;
  borrowed: number;
}

/** Pages of a thousand; three hours of all rules are not more than this. */
const MAX_PAGES = 30;

/** Oldest first. */
export async function statistics(signal: AbortSignal): Promise<Statistic[]> {
  const found: Statistic[] = [];
  let token: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer: WireStatistics = await post<WireStatistics>(
      "SamplingStatisticSummaries",
      token ? { NextToken: token } : {},
      signal,
    );
    for (const each of answer.SamplingStatisticSummaries) {
      found.push({
        rule: each.RuleName,
        at: each.Timestamp,
        requests: each.RequestCount,
        sampled: each.SampledCount,
        borrowed: each.BorrowCount,
      });
    }
    token = answer.NextToken ?? null;
    if (!token) break;
  }
  return found;
}

interface WireStatistics {
  SamplingStatisticSummaries: {
    RuleName: string;
    Timestamp: number;
    RequestCount: number;
    SampledCount: number;
    BorrowCount: number;
  }[];
  NextToken?: string | null;
}

function ruleFrom(wire: WireRule): Rule {
  const boost = wire.SamplingRateBoost;
  return {
    name: wire.RuleName ?? "",
    priority: wire.Priority,
    reservoir: wire.ReservoirSize,
    rate: wire.FixedRate,
    service: wire.ServiceName,
    type: wire.ServiceType,
    host: wire.Host,
    method: wire.HTTPMethod,
    path: wire.URLPath,
    arn: wire.ResourceARN,
    attributes: Object.entries(wire.Attributes ?? {}),
    boost: boost
      ? { maxRate: boost.MaxRate, cooldownMinutes: boost.CooldownWindowMinutes }
      : null,
  };
}

function wireRule(rule: Rule): WireRule {
  return {
    RuleName: rule.name,
    Priority: rule.priority,
    ReservoirSize: rule.reservoir,
    FixedRate: rule.rate,
    ServiceName: rule.service,
    ServiceType: rule.type,
    Host: rule.host,
    HTTPMethod: rule.method,
    URLPath: rule.path,
    ResourceARN: rule.arn,
    Attributes: Object.fromEntries(rule.attributes),
    ...(rule.boost
      ? {
          SamplingRateBoost: {
            MaxRate: rule.boost.maxRate,
            CooldownWindowMinutes: rule.boost.cooldownMinutes,
          },
        }
      : {}),
  };
}

/** Of Default only two values can be changed, so only they are sent. */
function wireUpdate(rule: Rule): Partial<WireRule> {
  if (rule.name !== DEFAULT_RULE) return wireRule(rule);
  const { RuleName, FixedRate, ReservoirSize } = wireRule(rule);
  return { RuleName: RuleName ?? null, FixedRate, ReservoirSize };
}
