/** The traces page's rows: the newest page, asked again while live, and older ones. */
import { useEffect, useState } from "react";
import * as api from "../../api";
import { summaryFrom, type Summary } from "../../model";
import { LIVE_MS, useAnswer } from "../../query";
import { formatRange, windowOf, type Range, type Window } from "../../range";

interface Page {
  /** The question it answers; a page of another question is never shown. */
  key: string;
  window: Window;
  rows: Summary[];
  token: string | null;
  /**
   * Of the first answer only, null after more were loaded: AWS leaves open whether a
   * page counts its own traces or the whole window's, so nothing may be added up.
   */
  processed: number | null;
}

export function useSummaries(range: Range, filter: string, live: boolean) {
  const key = `${formatRange(range)} ${filter}`;
  const [older, setOlder] = useState<Page | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<Error | null>(null);
  const first = useAnswer(
    key,
    (signal) => load(key, windowOf(range, Date.now() / 1000), filter, null, signal),
    { every: live ? LIVE_MS : null },
  );
  useEffect(() => {
    setOlder(null);
    setMoreError(null);
  }, [key]);

  const newest = first.value?.key === key ? first.value : null;
  const extended = older?.key === key ? older : null;
  const shown = extended ?? newest;
  const loadMore = async () => {
    if (!shown?.token) return;
    setLoadingMore(true);
    setMoreError(null);
    try {
      const next = await load(
        key,
        shown.window,
        filter,
        shown.token,
        new AbortController().signal,
      );
      setOlder({
        ...next,
        rows: distinct([...shown.rows, ...next.rows]),
        processed: null,
      });
    } catch (reason) {
      setMoreError(reason instanceof Error ? reason : new Error(String(reason)));
    } finally {
      setLoadingMore(false);
    }
  };
  return {
    page: shown,
    error: first.error ?? moreError,
    loading: first.loading && newest === null,
    loadingMore,
    loadMore,
    refresh: () => {
      setOlder(null);
      first.refresh();
    },
  };
}

async function load(
  key: string,
  window: Window,
  filter: string,
  token: string | null,
  signal: AbortSignal,
): Promise<Page> {
  const answer = await api.traceSummaries(window, { filter, token }, signal);
  return {
    key,
    window,
    rows: (answer.TraceSummaries ?? []).map(summaryFrom),
    token: answer.NextToken ?? null,
    processed: answer.TracesProcessedCount ?? null,
  };
}

/** A trace that changed between two pages may come twice; the newer answer stays. */
function distinct(rows: Summary[]): Summary[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
