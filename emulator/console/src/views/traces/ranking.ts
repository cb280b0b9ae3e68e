/** The first traces in an order: parts of a ranking merged as the API orders them. */
import type { Summary } from "../../model";
import type { Order } from "./view";

export const MOST_RANKED = 200;

type Key = number | string | null;

const SEVERITY = { ok: 0, error: 1, throttle: 2, fault: 3 };

const KEYS: Record<string, (row: Summary) => Key> = {
  start: (row) => row.start,
  outcome: (row) => SEVERITY[row.outcome],
  responsetime: (row) => row.responseTime,
  duration: (row) => row.duration,
  "http.status": (row) => row.status,
  "http.method": (row) => row.method,
  "http.url": (row) => row.url,
  "http.clientip": (row) => row.clientIp,
};

/** What columns can be ordered by. */
export const isOrder = (by: string) => Object.hasOwn(KEYS, by);

/** Both are in order, and all of `before` newer than `more`: equals stay so. */
export function ranked(before: Summary[], more: Summary[], order: Order): Summary[] {
  const key = KEYS[order.by] ?? (() => null);
  const sign = order.descending ? -1 : 1;
  return [...before, ...more]
    .sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) return Number(x === null) - Number(y === null);
      return x < y ? -sign : x > y ? sign : 0;
    })
    .slice(0, MOST_RANKED);
}
