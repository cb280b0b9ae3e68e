/**
 * Which services are slow, measured against their siblings.
 *
 * Nothing on the wire says "slow". Among siblings the odd one can be told without a
 * threshold set by hand, each against the median of the OTHERS, so that two are
 * enough. A service without siblings has nothing to be compared with, and a caller
 * is not blamed for waiting.
 */
import { familyKey, gather } from "./family";
import { meanTime, type GraphNode } from "./model";

const TIMES_THE_MEDIAN = 3;
const AT_LEAST_SECONDS = 0.1;

/** For each slow service, by key, how many times its siblings' median it takes. */
export function slowAmongSiblings(nodes: readonly GraphNode[]): Map<string, number> {
  const measured = nodes.filter((node) => node.statistics !== null);
  return new Map(gather(measured, familyKey).flatMap(slowIn));
}

function slowIn(siblings: GraphNode[]): [string, number][] {
  if (siblings.length < 2) return [];
  const sorted = siblings
    .map((node) => ({ key: node.key, mean: meanTime(node.statistics!) }))
    .sort((a, b) => a.mean - b.mean);
  return sorted.flatMap(({ key, mean }, at): [string, number][] => {
    const median = medianWithout(sorted, at);
    return isSlow(mean, median) ? [[key, mean / median]] : [];
  });
}

function isSlow(mean: number, median: number): boolean {
  return (
    median > 0 && mean >= TIMES_THE_MEDIAN * median && mean - median >= AT_LEAST_SECONDS
  );
}

/** The lower one of two in the middle: of two slow siblings neither hides the other. */
function medianWithout(sorted: { mean: number }[], leftOut: number): number {
  const middle = Math.floor((sorted.length - 2) / 2);
  return sorted[leftOut <= middle ? middle + 1 : middle]!.mean;
}
