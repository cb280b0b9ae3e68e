/**
 * Which services are slow, measured against their siblings.
 *
 * Nothing on the wire says "slow". Among the like services of one group the odd
 * one can be told without a threshold set by hand; outside groups there is
 * nothing to compare with, and a caller is not blamed for waiting.
 */

const TIMES_THE_MEDIAN = 3;
const AT_LEAST_SECONDS = 0.1;

/** For each slow member how many times the median of its siblings it takes. */
export function slowMembers(means: ReadonlyMap<string, number>): Map<string, number> {
  const sorted = [...means.values()].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  if (median === 0) return new Map();
  return new Map(
    [...means]
      .filter(([, mean]) => mean >= TIMES_THE_MEDIAN * median)
      .filter(([, mean]) => mean - median >= AT_LEAST_SECONDS)
      .map(([key, mean]) => [key, mean / median]),
  );
}
