/**
 * A long look through a window, part by part: what is known is shown at once and
 * grows. Asking ends when the question changes or nobody looks any more.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { WireScanned } from "../../wire";

export interface Scan<Value> {
  /** Of the last question until the first part of the present one is there. */
  value: Value | null;
  /** The share of the window that was looked at, 0 to 1. */
  share: number;
  /** How many traces the window has. */
  total: number;
  done: boolean;
  error: Error | null;
  refresh: () => void;
}

type State<Value> = Omit<Scan<Value>, "refresh">;

/** A live view looks again after so many times as long as the last look took. */
export const REST = 10;

export interface Asking<Part, Value> {
  ask: (after: string | null, signal: AbortSignal) => Promise<Part>;
  add: (before: Value | null, part: Part) => Value;
}

/**
 * Looks when `key` changes, not while it is null, and again that many milliseconds after
 * it has looked, as long as the page is seen; `begin` is called for each look.
 */
export function useScan<Part extends WireScanned, Value>(
  key: string | null,
  begin: () => Asking<Part, Value>,
  { every = null }: { every?: number | null } = {},
): Scan<Value> {
  const [state, setState] = useState<State<Value>>(WAITING);
  const [round, setRound] = useState(0);
  const latest = useRef(begin);
  useEffect(() => {
    latest.current = begin;
  });
  const shown = useRef<string | null>(null);
  const took = useRef(0);

  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    // A second look at the same shows nothing before it is done: bars do not shrink.
    const again = shown.current === key;
    if (!again) setState((s) => ({ ...s, share: 0, total: 0, done: false, error: null }));
    const began = performance.now();
    follow(latest.current(), abort.signal, (next) => {
      if (abort.signal.aborted || (again && !next.done)) return;
      if (next.done) took.current = performance.now() - began;
      shown.current = key;
      setState((s) => (next.error ? { ...s, ...next, value: s.value } : next));
    });
    return () => abort.abort();
  }, [key, round]);

  const refresh = useCallback(() => setRound((n) => n + 1), []);
  useEffect(() => {
    if (every === null || !state.done) return undefined;
    const rest = Math.max(every, REST * took.current);
    const timer = window.setInterval(() => {
      if (!document.hidden) refresh();
    }, rest);
    return () => window.clearInterval(timer);
  }, [every, refresh, state]);
  return { ...state, refresh };
}

const WAITING = { value: null, share: 0, total: 0, done: false, error: null };

async function follow<Part extends WireScanned, Value>(
  { ask, add }: Asking<Part, Value>,
  signal: AbortSignal,
  tell: (state: State<Value>) => void,
): Promise<void> {
  let value: Value | null = null;
  let after: string | null = null;
  let [scanned, total] = [0, 0];
  try {
    do {
      const part: Part = await ask(after, signal);
      value = add(value, part);
      scanned += part.Scanned;
      total = part.Total ?? total;
      after = part.NextToken;
      const done = after === null;
      tell({ value, share: done ? 1 : scanned / total, total, done, error: null });
    } while (after !== null && !signal.aborted);
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    tell({ value, share: 0, total, done: true, error });
  }
}
