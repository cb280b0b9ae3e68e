/**
 * The rows of the traces page. Newest first they come page by page (useNewest), each from
 * the position where the one before ended; only the page on screen is kept. In another
 * order they are the first of all traces that match, known better part by part.
 */
import * as api from "../../api";
import { summaryFrom, type Summary } from "../../model";
import { formatRange, windowOf, type Range } from "../../range";
import type { WireRanking } from "../../wire";
import { ranked } from "./ranking";
import { useScan } from "./scan";
import type { Order } from "./view";

export interface Asked {
  range: Range;
  filter: string;
  group: string | null;
}

export interface Rows {
  /** null until the first answer. */
  rows: Summary[] | null;
  /** Where the page after this one begins, null at the end of the window. */
  next: string | null;
  /** In an order of its own: of how many traces the rows are the first. */
  matched: number | null;
  /** How many traces the rows were found among. */
  scanned: number | null;
  loading: boolean;
  error: Error | null;
  refresh: () => void;
}

export const questionKey = ({ range, filter, group }: Asked) =>
  JSON.stringify([formatRange(range), filter, group]);

export function questionOf({ range, filter, group }: Asked): api.Question {
  return { window: windowOf(range, Date.now() / 1000), filter, group };
}

interface Ranking {
  rows: Summary[];
  matched: number;
  scanned: number;
}

export function useRanking(asked: Asked, order: Order | null): Rows & { share: number } {
  const key = order && `${questionKey(asked)} ${JSON.stringify(order)}`;
  const scan = useScan<WireRanking, Ranking & { key: string | null }>(key, () => {
    const question = questionOf(asked);
    return {
      ask: (after, signal) => api.ranking(question, order!, after, signal),
      add: (before, part) => ({
        key,
        rows: ranked(before?.rows ?? [], part.TraceSummaries.map(summaryFrom), order!),
        matched: (before?.matched ?? 0) + part.Matched,
        scanned: (before?.scanned ?? 0) + part.Scanned,
      }),
    };
  });
  const shown = scan.value?.key === key ? scan.value : null;
  return {
    rows: shown?.rows ?? null,
    next: null,
    matched: shown?.matched ?? null,
    scanned: shown?.scanned ?? null,
    loading: shown === null && scan.error === null,
    error: scan.error,
    refresh: scan.refresh,
    share: scan.share,
  };
}
