/** Doing something on a press: busy meanwhile, and what went wrong afterwards. */
import { useCallback, useRef, useState } from "react";

export interface Action {
  busy: boolean;
  error: Error | null;
  /** True when it was done. While one runs, another press does nothing. */
  run: (work: (signal: AbortSignal) => Promise<unknown>) => Promise<boolean>;
  forget: () => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const running = useRef(false);
  const run = useCallback(async (work: (signal: AbortSignal) => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await work(new AbortController().signal);
      return true;
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  const forget = useCallback(() => setError(null), []);
  return { busy, error, run, forget };
}
