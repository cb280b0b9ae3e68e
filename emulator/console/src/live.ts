/**
 * Being told what changes, while the page is looked at. Whoever comes back, after the
 * tab was hidden or the connection lost, is told what changed meanwhile.
 */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { follow, type Listener } from "./follow";
import { Pacer, type Pace } from "./pace";

/** "off" while nobody wants to be told. */
export type LiveState = "off" | "connecting" | "live" | "reconnecting";

/** What leaves a moving time range is told by nobody: that often it is asked again. */
export const TOLD_MS = 30_000;

export interface Asked {
  filter: string;
  group: string | null;
  /** How many summaries at once; 0 for none. */
  limit: number;
}

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
const USUAL: Pace = { times: 2, leastMs: 300, mostMs: 3000 };

/**
 * Asks again when something has changed, but never before the last answer is there and
 * drawn, nor while nobody looks. `answered` is another value for each answer, and null
 * while an answer is awaited that was asked for otherwise.
 */
export function useAgain(
  refresh: () => void,
  answered: unknown,
  pace: Pace = USUAL,
): () => void {
  const latest = useRef(refresh);
  const [pacer] = useState(() => new Pacer(() => latest.current(), pace));
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => {
    if (answered === null) pacer.asked();
    else pacer.answered();
  }, [answered, pacer]);
  const hidden = useHidden();
  useEffect(() => pacer.look(!hidden), [hidden, pacer]);
  useEffect(() => () => pacer.look(false), [pacer]);
  return useCallback(() => pacer.again(), [pacer]);
}
