/** New traces on top of a page of the list, and those that wait for its reader. */
import type { Summary } from "../../model";

export interface Tail {
  /** Among the rows, or newer versions of them. */
  shown: Summary[];
  /** Not yet: the reader looks at what is there. */
  waiting: Summary[];
  /** Changed as well, but nobody knows which: the list has to be asked for again. */
  leftOut: number;
  /** By id, the start by which a row stands where it is, though it is another now. */
  places: ReadonlyMap<string, number>;
}

const NOWHERE_ELSE: ReadonlyMap<string, number> = new Map();

export const NOTHING_NEW: Tail = {
  shown: [],
  waiting: [],
  leftOut: 0,
  places: NOWHERE_ELSE,
};

/** More than these, and the list is asked for again instead. */
export const MOST_TOLD = 100;

interface How {
  held: boolean;
  /** Of a row of the page. */
  startOf: (id: string) => number | undefined;
}

/**
 * What is told about a row that can be seen changes the row. While the reader is `held`
 * the row stays where it is, and what is new waits, so that nothing moves.
 */
export function told(
  tail: Tail,
  news: { traces: readonly Summary[]; leftOut: number },
  { held, startOf }: How,
): Tail {
  const { shown, waiting, leftOut, places } = tail;
  const starts = new Map(shown.map(({ id, start }) => [id, start]));
  const placeOf = (id: string) => places.get(id) ?? starts.get(id) ?? startOf(id);
  const isSeen = ({ id }: Summary) => placeOf(id) !== undefined;
  const known = held ? news.traces.filter(isSeen) : news.traces;
  const unknown = held ? news.traces.filter((each) => !isSeen(each)) : [];
  const moved = known.filter(({ id, start }) => placeOf(id) !== start);
  const more = latest(waiting, unknown);
  return {
    shown: latest(shown, known),
    waiting: more.slice(-MOST_TOLD),
    leftOut: leftOut + news.leftOut + Math.max(0, more.length - MOST_TOLD),
    places: held
      ? new Map([...places, ...moved.map(({ id }) => [id, placeOf(id)!] as const)])
      : NOWHERE_ELSE,
  };
}

/** Whether something stands back for the reader's sake. */
export function isHeld({ waiting, places }: Tail): boolean {
  return waiting.length > 0 || places.size > 0;
}

/** The reader wants to see what is new. */
export function released({ shown, waiting, leftOut }: Tail): Tail {
  return { ...NOTHING_NEW, shown: latest(shown, waiting), leftOut };
}

/** Whether the list has to be asked for again to be whole. */
export function isTooMuch({ shown, leftOut }: Tail): boolean {
  return leftOut > 0 || shown.length > MOST_TOLD;
}

/** The page with what is new, newest first. What is older than it is on a later page. */
export function withTail(
  page: Summary[],
  { shown, places }: Pick<Tail, "shown" | "places">,
  isLast: boolean,
): Summary[] {
  if (shown.length === 0) return page;
  const place = ({ id, start }: Summary) => places.get(id) ?? start;
  const oldest = isLast ? -Infinity : (page.at(-1)?.start ?? -Infinity);
  const newer = new Map(shown.map((each) => [each.id, each]));
  const known = new Set(page.map(({ id }) => id));
  const fresh = shown.filter((each) => !known.has(each.id) && place(each) >= oldest);
  return [...page.map((each) => newer.get(each.id) ?? each), ...fresh].sort(
    (a, b) => place(b) - place(a) || (a.id < b.id ? 1 : -1),
  );
}

/** Each trace once, as it was told last, in order of that. */
function latest(before: readonly Summary[], news: readonly Summary[]): Summary[] {
  const again = new Set(news.map(({ id }) => id));
  return [...before.filter(({ id }) => !again.has(id)), ...news];
}
