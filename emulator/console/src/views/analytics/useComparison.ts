/** The comparison of the pair in the address bar, as far as it is known. */
import { useCallback, useEffect, useState } from "react";
import { compare, type Comparison, type Known } from "../../calls/comparison";
import { pairParams, type Pair } from "../../pair";

export interface Comparing extends Known {
  /** What is shown is of the pair before: nothing is known of this one. */
  stale: boolean;
  error: Error | null;
  refresh: () => void;
}

interface State {
  key: string;
  comparison: Comparison | null;
  share: number;
  done: boolean;
  error: Error | null;
}

export function useComparison(pair: Pair): Comparing {
  const key = JSON.stringify(pairParams(pair));
  const [state, setState] = useState<State>({ ...BEGUN, key });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((s) => ({ ...s, share: 0, done: false, error: null }));
    const fail = (reason: unknown) => {
      if (abort.signal.aborted) return;
      const error = reason instanceof Error ? reason : new Error(String(reason));
      setState((s) => ({ ...s, error, done: true }));
    };
    compare(pair, abort.signal, (known) => {
      if (abort.signal.aborted) return;
      setState((s) => {
        const { share, done } = known;
        if (known.comparison === null) return { ...s, share };
        return { key, comparison: known.comparison, share, done, error: null };
      });
    }).catch(fail);
    return () => abort.abort();
    // The pair is its key: another object with the same members asks nothing new.
  }, [key, round]);
  const refresh = useCallback(() => setRound((n) => n + 1), []);
  return { ...state, stale: state.key !== key, refresh };
}

const BEGUN = { comparison: null, share: 0, done: false, error: null };
