/**
 * A window in pieces of a day, newest first: GetTraceSummaries answers no longer one.
 *
 * A page may begin within a piece, after a token, or at the beginning of the next one.
 */
import type { Window } from "../../range";

const LONGEST = 86_400;

export interface Place {
  /** Where the piece ends; null for the newest, whose end moves on with the present. */
  end: number | null;
  token: string | null;
}

export const NEWEST: Place = { end: null, token: null };

/** As an address carries it: `token`, or `end~token` in an older piece. */
export function placeFrom(text: string | null): Place {
  if (text === null) return NEWEST;
  const [, end, token] = /^(?:(\d+)~)?(.*)$/.exec(text)!;
  return { end: end === undefined ? null : Number(end), token: token || null };
}

export function textOf({ end, token }: Place): string {
  return end === null ? (token ?? "") : `${end}~${token ?? ""}`;
}

export function pieceAt({ start, end }: Window, place: Place): Window {
  const until = place.end ?? end;
  return { start: Math.max(start, Math.ceil(until - LONGEST)), end: until };
}

/** Where to go on after an answer with this token; null at the end of the window. */
export function placeAfter(
  window: Window,
  place: Place,
  token: string | null,
): Place | null {
  if (token !== null) return { end: place.end, token };
  const { start } = pieceAt(window, place);
  return start > window.start ? { end: start, token: null } : null;
}
