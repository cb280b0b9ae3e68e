/**
 * What the map says in words about a service that is not well.
 *
 * The worst outcome always comes first, however rare. It must not hide a frequent
 * one (0.2 % faults, half of the rest errors), so a second remark may follow.
 */
import { share } from "./format";
import { OUTCOMES, worst, type Outcome, type Statistics } from "./model";

export interface Remark {
  kind: Outcome | "slow";
  text: string;
}

/** There is room for so many. */
const MOST = 2;
/** A second outcome below this share waits for the panel. */
const WORTH_A_WORD = 0.01;

/** `slow`: how many times its siblings' median the service takes, if remarkable. */
export function remarksOn(statistics: Statistics | null, slow: number | null): Remark[] {
  if (!statistics) return [];
  const outcomes = outcomesToName(statistics).map((kind) => ({
    kind,
    text: `${share(statistics.counts[kind], statistics.total)} ${kind}`,
  }));
  const times = slow === null ? [] : [{ kind: "slow" as const, text: slower(slow) }];
  return [...outcomes, ...times].slice(0, MOST);
}

function outcomesToName(statistics: Statistics): Outcome[] {
  const { counts, total } = statistics;
  const first = worst(statistics);
  if (first === "ok") return [];
  const others = OUTCOMES.filter(
    (kind) => kind !== "ok" && kind !== first && counts[kind] >= WORTH_A_WORD * total,
  );
  return [first, ...others.sort((a, b) => counts[b] - counts[a])];
}

function slower(times: number): string {
  return `${times < 10 ? times.toFixed(1) : Math.round(times)}× slower`;
}
