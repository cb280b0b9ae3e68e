/**
 * Being told what changes, while the page is looked at. Whoever comes back, after the
 * tab was hidden or the connection lost, is told what changed meanwhile.
 */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { readEvents } from "./stream";
import type { WireChange } from "./wire";

/** "off" while nobody wants to be told. */
export type LiveState = "off" | "connecting" | "live" | "reconnecting";

export interface Listener {
  onChange: (change: WireChange) => void;
  /** What changed before is not told: what is shown may be old. */
  onBehind: () => void;
}

export interface Asked {
  filter: string;
  group: string | null;
  /** How many summaries at once; 0 for none. */
  limit: number;
}

/** Longer than two of the server's signs of life are apart. */
const SILENCE_MS = 40_000;
const RETRY_MS = [500, 1000, 2000, 5000];

export function livePath({ filter, group, limit }: Asked): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (filter) query.set("expression", filter);
  if (group) query.set("group", group);
  return `api/live?${query}`;
}

/** Listens to a path of `livePath` unless it is null. */
export function useLive(path: string | null, listener: Listener): LiveState {
  const [state, setState] = useState<LiveState>("off");
  const heard = useRef<{ path: string; id: string } | null>(null);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  const hidden = useHidden();
  useEffect(() => {
    if (path === null || hidden) {
      setState("off");
      return undefined;
    }
    setState("connecting");
    const abort = new AbortController();
    const since = () => (heard.current?.path === path ? heard.current.id : null);
    void follow(path, since, abort.signal, {
      onOpen: () => setState("live"),
      onLost: () => setState("reconnecting"),
      onId: (id) => {
        heard.current = { path, id };
      },
      onBehind: () => latest.current.onBehind(),
      onChange: (change) => latest.current.onChange(change),
    });
    return () => abort.abort();
  }, [path, hidden]);
  return state;
}

interface Hearing extends Listener {
  onOpen: () => void;
  onLost: () => void;
  onId: (id: string) => void;
}

async function follow(
  path: string,
  since: () => string | null,
  signal: AbortSignal,
  hearing: Hearing,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    const id = since();
    await listen(id === null ? path : `${path}&since=${id}`, signal, {
      ...hearing,
      onOpen: () => {
        tries = 0;
        hearing.onOpen();
      },
    });
    if (signal.aborted) return;
    hearing.onLost();
    await rest(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]!, signal);
  }
}

/** Until the connection ends, for whatever reason. */
async function listen(path: string, signal: AbortSignal, hearing: Hearing) {
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener("abort", end);
  let alarm = window.setTimeout(end, SILENCE_MS);
  try {
    await readEvents(path, ending.signal, (events) => {
      window.clearTimeout(alarm);
      alarm = window.setTimeout(end, SILENCE_MS);
      for (const { name, id, data } of events) {
        if (signal.aborted) return;
        if (id) hearing.onId(id);
        if (name === "ready") {
          hearing.onOpen();
          if (!(JSON.parse(data) as { CaughtUp: boolean }).CaughtUp) hearing.onBehind();
        } else if (name === "change") hearing.onChange(JSON.parse(data) as WireChange);
      }
    });
  } catch {
    // Lost, refused or silent: all the same, it is tried again.
  } finally {
    window.clearTimeout(alarm);
    signal.removeEventListener("abort", end);
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
}

function useHidden(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener("visibilitychange", changed);
      return () => document.removeEventListener("visibilitychange", changed);
    },
    () => document.hidden,
  );
}

/** Of this share of the time at most a live view asks and draws. */
const REST = 2;
const REST_MS = { least: 300, most: 3000 };

/**
 * Asks again when something has changed, but never before the last answer is there and
 * drawn. `answered` is another value for each answer.
 */
export function useAgain(refresh: () => void, answered: unknown): () => void {
  const asked = useRef<number | null>(null);
  const wanted = useRef(false);
  const timer = useRef<number | undefined>(undefined);
  const again = useCallback(() => {
    if (asked.current !== null || timer.current !== undefined) {
      wanted.current = true;
      return;
    }
    wanted.current = false;
    asked.current = performance.now();
    refresh();
  }, [refresh]);
  useEffect(() => {
    if (asked.current === null) return;
    const took = performance.now() - asked.current;
    asked.current = null;
    const pause = Math.min(Math.max(REST * took, REST_MS.least), REST_MS.most);
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      if (wanted.current) again();
    }, pause);
  }, [answered, again]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return again;
}
