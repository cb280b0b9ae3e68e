/**
 * A page of the list, newest first, as it is found: the first rows are there long before
 * a rare match is looked for to the end of the window, and the search can be stopped.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { Unreachable } from "../../api";
import { summaryFrom, type Summary } from "../../model";
import { readEvents, type ServerEvent } from "../../stream";
import type { WireProgress, WireTraceSummary } from "../../wire";
import { questionKey, questionOf, type Asked, type Rows } from "./summaries";

const PAGE = 200;
/** Of a list that is drawn anew as often as there is news. */
const LIVE_PAGE = 50;

interface Options {
  wanted: boolean;
  live: boolean;
}

/** After the first rows, more are drawn that often at most. */
const DRAWN_MS = 250;

/** What was found of a page, and where it goes on. */
export interface Found {
  rows: Summary[];
  scanned: number;
  total: number;
  next: string | null;
  done: boolean;
}

export interface Search {
  /** The share of the window that was looked at, 0 to 1; null when there is no search. */
  share: number | null;
  total: number;
  /** While it runs. */
  stop: (() => void) | null;
  /** When it was stopped. */
  goOn: (() => void) | null;
}

interface State {
  key: string;
  found: Found;
  /** How much of `found` is sure to be all of its time: where it was when stopped. */
  sure: Found;
  running: boolean;
  error: Error | null;
}

export function useNewest(
  asked: Asked,
  after: string | null,
  { wanted, live }: Options,
): Rows & { search: Search } {
  const page = live ? LIVE_PAGE : PAGE;
  const key = wanted ? `${questionKey(asked)} ${after ?? ""} ${page}` : "";
  const beginning = beginningAt(after);
  const [state, setState] = useState<State>(() => stateOf("", beginning));
  const [round, setRound] = useState<{ number: number; from: Found | null }>(FIRST_ROUND);
  const running = useRef<AbortController | null>(null);
  const shown = useRef("");
  useEffect(() => {
    if (!key) return undefined;
    const abort = new AbortController();
    running.current = abort;
    const goesOn = round.from !== null && shown.current === key;
    const from = goesOn ? round.from! : beginning;
    // A second look at the same shows nothing before it is done: rows do not vanish.
    const again = !goesOn && shown.current === key;
    let drawn = 0;
    const tell = (next: Partial<State>, found: Found) => {
      if (abort.signal.aborted) return;
      const now = performance.now();
      const worth = found.rows.length > from.rows.length || found.total > 0;
      const due = next.running === false || (worth && now - drawn > DRAWN_MS && !again);
      if (!due) return;
      drawn = now;
      shown.current = key;
      setState((before) => {
        // What was there stays when another look at it fails.
        const kept = again && next.error && before.key === key ? before : null;
        const state = { key, found, sure: found, running: true, error: null, ...next };
        return kept ? { ...kept, running: false, error: next.error! } : state;
      });
    };
    void search(scanPath(asked, from, page), from, abort.signal, tell);
    return () => abort.abort();
  }, [key, round]);

  const refresh = useCallback(
    () => setRound(({ number }) => ({ number: number + 1, from: null })),
    [],
  );
  const stop = useCallback(() => {
    running.current?.abort();
    setState((s) => ({ ...s, found: s.sure, running: false }));
  }, []);
  const goOn = useCallback(
    () => setRound(({ number }) => ({ number: number + 1, from: state.sure })),
    [state.sure],
  );
  return { ...rowsOf(state, key), refresh, search: searchOf(state, key, { stop, goOn }) };
}

const FIRST_ROUND = { number: 0, from: null };

function rowsOf(state: State, key: string): Omit<Rows, "refresh"> {
  const mine = state.key === key;
  const { found, running, error } = state;
  // Nothing found so far is no answer.
  const told = mine && (found.rows.length > 0 || !running);
  return {
    rows: told && !(error && found.rows.length === 0) ? found.rows : null,
    next: told && !running ? found.next : null,
    matched: null,
    scanned: told ? found.scanned : null,
    loading: !told,
    error: mine ? error : null,
  };
}

function searchOf(
  state: State,
  key: string,
  { stop, goOn }: { stop: () => void; goOn: () => void },
): Search {
  const { found, running, error } = state;
  const { total, scanned } = found;
  if (state.key !== key || error || (!running && found.done)) {
    return { share: null, total, stop: null, goOn: null };
  }
  return {
    share: total ? scanned / total : 0,
    total,
    stop: running ? stop : null,
    goOn: running ? null : goOn,
  };
}

function beginningAt(after: string | null): Found {
  return { rows: [], scanned: 0, total: 0, next: after, done: false };
}

function stateOf(key: string, found: Found): State {
  return { key, found, sure: found, running: true, error: null };
}

function scanPath(asked: Asked, from: Found, page: number): string {
  const { window, filter, group } = questionOf(asked);
  const query = new URLSearchParams({
    start: String(window.start),
    end: String(window.end),
    limit: String(page - from.rows.length),
  });
  if (filter) query.set("expression", filter);
  if (group) query.set("group", group);
  if (from.next) query.set("after", from.next);
  return `api/scan?${query}`;
}

/** Tells of each piece that comes, and at the end. */
async function search(
  path: string,
  from: Found,
  signal: AbortSignal,
  tell: (state: Partial<State>, found: Found) => void,
): Promise<void> {
  let [found, sure] = [from, from];
  try {
    await readEvents(path, signal, (events) => {
      [found, sure] = grown(found, sure, from, events);
      tell({ sure, running: !found.done }, found);
    });
    if (!found.done) throw new Unreachable("X-Ray Local ended before the list did.");
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    tell({ sure, running: false, error }, found);
  }
}

/** What is found after these events, and what of it nothing can be missing from. */
export function grown(
  found: Found,
  sure: Found,
  from: Found,
  events: readonly ServerEvent[],
): [Found, Found] {
  const rows = [...found.rows];
  let [now, safe] = [found, sure];
  for (const { name, data } of events) {
    if (name === "match") {
      rows.push(summaryFrom(JSON.parse(data) as WireTraceSummary));
    } else {
      const progress = JSON.parse(data) as WireProgress;
      now = {
        rows: rows.slice(),
        scanned: from.scanned + progress.Scanned,
        total: from.scanned + progress.Traces,
        next: progress.Next,
        done: name === "end",
      };
      safe = now;
    }
  }
  return [{ ...now, rows }, safe];
}
