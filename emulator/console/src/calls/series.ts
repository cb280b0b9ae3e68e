/** Figures of a service or of a call over time, by when its traces were received. */
import { post } from "../api";
import type { Outcome } from "../model";
import type { Window } from "../range";
import type { WireStatistics } from "../wire";

export interface Stretch {
  /** Epoch seconds. */
  at: number;
  seconds: number;
  total: number;
  counts: Record<Outcome, number>;
  /** Sum of all response times. */
  totalTime: number;
}

interface Row {
  /** Its end. */
  Timestamp: number;
  EdgeSummaryStatistics?: WireStatistics | null;
  ServiceSummaryStatistics?: WireStatistics | null;
}

const MINUTE = 60;
/** From here on a minute is narrower than anybody could point at. */
const MANY_MINUTES = 360;

/** Oldest first. `selector` is an EntitySelectorExpression. */
export async function series(
  selector: string,
  group: string,
  window: Window,
  signal: AbortSignal,
): Promise<Stretch[]> {
  const period = window.end - window.start > MANY_MINUTES * MINUTE ? 300 : MINUTE;
  const found: Stretch[] = [];
  let token: string | null = null;
  do {
    const answer: { TimeSeriesServiceStatistics: Row[]; NextToken?: string | null } =
      await post(
        "TimeSeriesServiceStatistics",
        {
          StartTime: window.start,
          // The minute that has begun is asked for by its end.
          EndTime: Math.ceil(window.end / period) * period + 1,
          EntitySelectorExpression: selector,
          Period: period,
          ...(group ? { GroupName: group } : {}),
          ...(token ? { NextToken: token } : {}),
        },
        signal,
      );
    found.push(...answer.TimeSeriesServiceStatistics.map((row) => from(row, period)));
    token = answer.NextToken ?? null;
  } while (token !== null);
  return found.sort((a, b) => a.at - b.at);
}

function from(row: Row, seconds: number): Stretch {
  const figures = row.ServiceSummaryStatistics ?? row.EdgeSummaryStatistics;
  return {
    at: row.Timestamp - seconds,
    seconds,
    total: figures?.TotalCount ?? 0,
    counts: {
      ok: figures?.OkCount ?? 0,
      error: figures?.ErrorStatistics?.OtherCount ?? 0,
      throttle: figures?.ErrorStatistics?.ThrottleCount ?? 0,
      fault: figures?.FaultStatistics?.TotalCount ?? 0,
    },
    totalTime: figures?.TotalResponseTime ?? 0,
  };
}

/** So many at most: neighbours are added up. */
export function atMost(most: number, { start, end }: Window, all: Stretch[]): Stretch[] {
  const single = all[0]?.seconds ?? MINUTE;
  const seconds = single * Math.max(1, Math.ceil((end - start) / single / most));
  const sums = new Map<number, Stretch>();
  for (const each of all) {
    const at = Math.floor(each.at / seconds) * seconds;
    const sum = sums.get(at);
    sums.set(at, sum ? added(sum, each) : { ...each, at, seconds });
  }
  return [...sums.values()];
}

function added(a: Stretch, b: Stretch): Stretch {
  return {
    ...a,
    total: a.total + b.total,
    totalTime: a.totalTime + b.totalTime,
    counts: {
      ok: a.counts.ok + b.counts.ok,
      error: a.counts.error + b.counts.error,
      throttle: a.counts.throttle + b.counts.throttle,
      fault: a.counts.fault + b.counts.fault,
    },
  };
}
