/**
 * The rows of the traces page. Newest first they come page by page, each from the
 * position where the one before ended; only the page on screen is kept. In another
 * order they are the first of all traces that match, known better part by part.
 */
import * as api from "../../api";
import { summaryFrom, type Summary } from "../../model";
import { LIVE_MS, useAnswer } from "../../query";
import { formatRange, windowOf, type Range } from "../../range";
import type { WireRanking } from "../../wire";
import { ranked } from "./ranking";
import { pieceAt, placeAfter, placeFrom, textOf, type Place } from "./pieces";
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

/** A page has that many rows at least, if there are as many. */
const FULL = 100;

export const questionKey = ({ range, filter, group }: Asked) =>
  JSON.stringify([formatRange(range), filter, group]);

export function questionOf({ range, filter, group }: Asked): api.Question {
  return { window: windowOf(range, Date.now() / 1000), filter, group };
}

interface Page {
  key: string;
  rows: Summary[];
  next: string | null;
  scanned: number;
}

export function useNewest(
  asked: Asked,
  after: string | null,
  { live, wanted }: { live: boolean; wanted: boolean },
): Rows {
  const key = wanted ? `${questionKey(asked)} ${after ?? ""}` : "";
  const load = (signal: AbortSignal) =>
    wanted ? page(key, questionOf(asked), after, signal) : Promise.resolve(null);
  const answer = useAnswer(key, load, { every: live && wanted ? LIVE_MS : null });
  const shown = answer.value?.key === key ? answer.value : null;
  return {
    rows: shown?.rows ?? null,
    next: shown?.next ?? null,
    matched: null,
    scanned: shown?.scanned ?? null,
    loading: answer.loading && shown === null,
    error: answer.error,
    refresh: answer.refresh,
  };
}

/** Answers may be short or empty long before the end of the window, and of a piece of it. */
async function page(
  key: string,
  { window, filter, group }: api.Question,
  after: string | null,
  signal: AbortSignal,
): Promise<Page> {
  const rows: Summary[] = [];
  let place: Place | null = placeFrom(after);
  let scanned = 0;
  do {
    const { end, token }: Place = place;
    const asked = { filter, group, token };
    const answer = await api.traceSummaries(pieceAt(window, place), asked, signal);
    const found = (answer.TraceSummaries ?? []).map(summaryFrom);
    // What starts where two pieces meet is of the newer one.
    rows.push(...found.filter(({ start }) => end === null || start < end));
    scanned += answer.TracesProcessedCount ?? 0;
    place = placeAfter(window, place, answer.NextToken ?? null);
  } while (place !== null && rows.length < FULL);
  return { key, rows, next: place && textOf(place), scanned };
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
