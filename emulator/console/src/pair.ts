/**
 * Two sets of traces to compare, as the address bar has them; and which two sets are
 * meant where somebody asks what is special about some traces.
 */
import { allOf, excluding, groupFilter, withResponseTimes } from "./filter";
import { formatRange, parseRange, type Range } from "./range";

/** The traces of a time range, of a group unless it is "", that a filter admits. */
export interface TraceSet {
  range: Range;
  filter: string;
  group: string;
}

export type Which = "a" | "b";

export interface Pair {
  a: TraceSet;
  /** null: all the others in the time range of A. */
  b: TraceSet | null;
}

export const FAILED = "error OR throttle OR fault";
const HALF_HOUR = 1800;

export function parsePair(params: URLSearchParams): Pair {
  const a = setFrom(params, "");
  return { a, b: params.has("b.timeRange") ? setFrom(params, "b.") : null };
}

export function pairParams({ a, b }: Pair): Record<string, string | null> {
  return { ...setParams(a, ""), ...(b && setParams(b, "b.")) };
}

function setFrom(params: URLSearchParams, prefix: string): TraceSet {
  return {
    range: parseRange(params.get(`${prefix}timeRange`)),
    filter: params.get(`${prefix}filter`) ?? "",
    group: params.get(`${prefix}group`) ?? "",
  };
}

function setParams({ range, filter, group }: TraceSet, prefix: string) {
  return {
    [`${prefix}timeRange`]: formatRange(range),
    [`${prefix}filter`]: filter,
    [`${prefix}group`]: group,
  };
}

/** Those that are chosen among what a premise admits, against the others among these. */
export function chosenAgainstRest(
  range: Range,
  {
    group = "",
    premise = "",
    chosen,
  }: { group?: string; premise?: string; chosen: string },
): Pair {
  const a = { range, group, filter: allOf(premise, chosen) };
  if (!chosen || (!group && !premise)) return { a, b: null };
  return { a, b: { range, group, filter: allOf(premise, excluding(chosen)) } };
}

export function failedAgainstRest({ range, group }: TraceSet): Pair {
  return chosenAgainstRest(range, { group, chosen: FAILED });
}

/** Those that took so many seconds and more. */
export function slowAgainstRest({ range, group }: TraceSet, seconds: number): Pair {
  return chosenAgainstRest(range, {
    group,
    chosen: withResponseTimes("", seconds, null),
  });
}

/** The half hour up to now against the one before it. */
export function nowAgainstBefore({ filter, group }: TraceSet, now: number): Pair {
  const end = Math.ceil(now);
  const until = (moment: number): TraceSet => ({
    range: { kind: "absolute", start: moment - HALF_HOUR, end: moment },
    filter,
    group,
  });
  return { a: until(end), b: until(end - HALF_HOUR) };
}

/** B, written out where it is the rest. */
export function written({ a, b }: Pair): TraceSet {
  const chosen = allOf(groupFilter(a.group), a.filter);
  return b ?? { range: a.range, filter: chosen && excluding(chosen), group: "" };
}

export function swapped(pair: Pair): Pair {
  return { a: written(pair), b: pair.a };
}

/** One of the sets narrowed to those that a condition admits, too. */
export function narrowed(pair: Pair, which: Which, condition: string): Pair {
  const { filter } = which === "a" ? pair.a : written(pair);
  return changed(pair, which, { filter: allOf(filter, condition) });
}

/** One of the sets narrowed to response times in seconds; null leaves an end open. */
export function narrowedToTimes(
  pair: Pair,
  which: Which,
  { from, to }: { from: number | null; to: number | null },
): Pair {
  const { filter } = which === "a" ? pair.a : written(pair);
  return changed(pair, which, { filter: withResponseTimes(filter, from, to) });
}

/** The pair with one of its sets changed. */
export function changed(pair: Pair, which: Which, change: Partial<TraceSet>): Pair {
  if (which === "a") return { ...pair, a: { ...pair.a, ...change } };
  return { ...pair, b: { ...written(pair), ...change } };
}

export function sameRange({ a, b }: Pair): boolean {
  return b === null || formatRange(a.range) === formatRange(b.range);
}
