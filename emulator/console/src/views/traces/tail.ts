/** New traces on top of a page of the list, and those that wait for its reader. */
import type { Summary } from "../../model";

export interface Tail {
  /** Among the rows, or newer versions of them. */
  shown: Summary[];
  /** Not yet: the reader looks at what is there. */
  waiting: Summary[];
  /** Changed as well, but nobody knows which: the list has to be asked for again. */
  leftOut: number;
}

export const NOTHING_NEW: Tail = { shown: [], waiting: [], leftOut: 0 };

/** More than these, and the list is asked for again instead. */
export const MOST_TOLD = 100;

/**
 * What is told about a row that can be seen changes the row. What is new waits while the
 * reader is `held`, so that nothing moves.
 */
export function told(
  { shown, waiting, leftOut }: Tail,
  news: { traces: readonly Summary[]; leftOut: number },
  { held, isRow }: { held: boolean; isRow: (id: string) => boolean },
): Tail {
  const seen = (id: string) => isRow(id) || shown.some((each) => each.id === id);
  const known = held ? news.traces.filter(({ id }) => seen(id)) : news.traces;
  const unknown = held ? news.traces.filter(({ id }) => !seen(id)) : [];
  const more = latest(waiting, unknown);
  return {
    shown: latest(shown, known),
    waiting: more.slice(-MOST_TOLD),
    leftOut: leftOut + news.leftOut + Math.max(0, more.length - MOST_TOLD),
  };
}

/** The reader wants to see what is new. */
export function released({ shown, waiting, leftOut }: Tail): Tail {
  return { shown: latest(shown, waiting), waiting: [], leftOut };
}

/** Whether the list has to be asked for again to be whole. */
export function isTooMuch({ shown, leftOut }: Tail): boolean {
  return leftOut > 0 || shown.length > MOST_TOLD;
}

/** The page with what is new, newest first. What is older than it is on a later page. */
export function withTail(
  page: Summary[],
  shown: readonly Summary[],
  isLast: boolean,
): Summary[] {
  if (shown.length === 0) return page;
  const oldest = isLast ? -Infinity : (page.at(-1)?.start ?? -Infinity);
  const newer = new Map(shown.map((each) => [each.id, each]));
  const kept = page.map(({ id }) => id);
  const known = new Set(kept);
  const fresh = shown.filter(({ id, start }) => !known.has(id) && start >= oldest);
  return [...page.map((each) => newer.get(each.id) ?? each), ...fresh].sort(newestFirst);
}

/** Each trace once, as it was told last, in order of that. */
function latest(before: readonly Summary[], news: readonly Summary[]): Summary[] {
  const again = new Set(news.map(({ id }) => id));
  return [...before.filter(({ id }) => !again.has(id)), ...news];
}

function newestFirst(a: Summary, b: Summary): number {
  return b.start - a.start || (a.id < b.id ? 1 : -1);
}
