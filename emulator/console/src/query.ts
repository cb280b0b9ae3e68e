/**
 * Asking the API again and again without flicker: the last answer stays on
 * screen until the next one is there, also after an error.
 */
import { useCallback, useEffect, useRef, useState } from "react";

export interface Answer<Value> {
  /** The last good answer, possibly to an earlier question while `loading`. */
  value: Value | null;
  error: Error | null;
  loading: boolean;
  refresh: () => void;
}

interface State<Value> {
  value: Value | null;
  error: Error | null;
  loading: boolean;
}

/** How often a live view asks; X-Ray Local answers within milliseconds. */
export const LIVE_MS = 3000;

/**
 * Loads when `key` changes and, with `every`, again that many milliseconds after
 * each answer. `load` may be a new function on every render.
 */
export function useAnswer<Value>(
  key: string,
  load: (signal: AbortSignal) => Promise<Value>,
  { every = null }: { every?: number | null } = {},
): Answer<Value> {
  const [state, setState] = useState<State<Value>>({
    value: null,
    error: null,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  const asked = useRef<string | null>(null);

  useEffect(() => {
    const abort = new AbortController();
    const fresh = asked.current !== key;
    asked.current = key;
    if (fresh) setState((s) => ({ ...s, error: null, loading: true }));
    latest.current(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setState({ value, error: null, loading: false });
      },
      (reason: unknown) => {
        if (abort.signal.aborted) return;
        const error = reason instanceof Error ? reason : new Error(String(reason));
        setState((s) => ({ ...s, error, loading: false }));
      },
    );
    return () => abort.abort();
  }, [key, round]);

  const refresh = useCallback(() => setRound((n) => n + 1), []);
  useEffect(() => {
    if (every === null || state.loading) return undefined;
    const timer = window.setInterval(() => {
      if (!document.hidden) refresh();
    }, every);
    return () => window.clearInterval(timer);
  }, [every, refresh, state.loading]);

  return { ...state, refresh };
}
