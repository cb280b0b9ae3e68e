/**
 * A table that the tabulator stops at once, however many buttons it has: the arrow keys,
 * Home, End and Page keys lead from one to the next. The table is then a `grid`.
 */
import { useEffect, useRef, type KeyboardEvent, type RefObject } from "react";

const STOPS = "button, input, a[href]";
const PAGE = 10;

export interface Place {
  row: number;
  stop: number;
}

/** Where a key leads among rows of so many stops; null for a key that leads nowhere. */
export function moved(
  key: string,
  stops: readonly number[],
  { row, stop }: Place,
): Place | null {
  const to = (row: number, wanted = stop): Place => {
    const there = Math.min(Math.max(row, 0), stops.length - 1);
    return { row: there, stop: Math.min(Math.max(wanted, 0), stops[there]! - 1) };
  };
  switch (key) {
    case "ArrowDown":
      return to(row + 1);
    case "ArrowUp":
      return to(row - 1);
    case "PageDown":
      return to(row + PAGE);
    case "PageUp":
      return to(row - PAGE);
    case "ArrowRight":
      return to(row, stop + 1);
    case "ArrowLeft":
      return to(row, stop - 1);
    case "Home":
      return to(0);
    case "End":
      return to(stops.length - 1);
    default:
      return null;
  }
}

/** For a `<table role="grid">`: the properties that it is to be given. */
export function useGridStops(): {
  ref: RefObject<HTMLTableElement | null>;
  onKeyDown: (press: KeyboardEvent) => void;
  onFocus: (came: { target: HTMLElement }) => void;
} {
  const ref = useRef<HTMLTableElement>(null);
  const current = useRef<HTMLElement | null>(null);
  // After every drawing: rows come and go, and one of them is always the stop.
  useEffect(() => mark(ref.current!, current.current));
  return {
    ref,
    onFocus: ({ target }) => {
      current.current = target;
      mark(ref.current!, target);
    },
    onKeyDown: (press) => {
      if (press.ctrlKey || press.metaKey || press.altKey) return;
      const rows = rowsOf(ref.current!);
      const row = rows.findIndex((each) => each.includes(press.target as HTMLElement));
      if (row < 0) return;
      const stop = rows[row]!.indexOf(press.target as HTMLElement);
      const counts = rows.map(({ length }) => length);
      const next = moved(press.key, counts, { row, stop });
      if (!next) return;
      press.preventDefault();
      rows[next.row]![next.stop]!.focus();
    },
  };
}

/** What can be focused, row by row. */
function rowsOf(table: HTMLTableElement): HTMLElement[][] {
  return [...table.rows]
    .map((row) => [...row.querySelectorAll<HTMLElement>(STOPS)])
    .filter((stops) => stops.length > 0);
}

/** First comes a row of the body; the head's buttons are above it. */
function mark(table: HTMLTableElement, current: HTMLElement | null): void {
  const all = rowsOf(table).flat();
  const first = all.find((each) => each.closest("tbody")) ?? all[0];
  const stop = current && all.includes(current) ? current : first;
  for (const each of all) each.tabIndex = each === stop ? 0 : -1;
}
