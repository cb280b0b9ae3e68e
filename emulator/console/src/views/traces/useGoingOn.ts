/**
 * Where a reader goes on who has asked for what is new: with the keyboard at the first new
 * row, with the pointer where it is. The button that was pressed is gone, and the focus may
 * not fall back to the beginning of the page.
 */
import { useEffect, type RefObject } from "react";
import type { Summary } from "../../model";

/** What was asked for, another value each time. */
export interface Wanted {
  /** Empty for a reader who needs to be led to none. */
  ids: readonly string[];
}

export function useGoingOn(
  list: RefObject<HTMLElement | null>,
  rows: readonly Summary[],
  wanted: Wanted | null,
): void {
  useEffect(() => {
    if (!wanted) return;
    const at = rows.findIndex(({ id }) => wanted.ids.includes(id));
    const start = at < 0 ? null : startOf(list.current, at);
    if (start) start.focus();
    else list.current?.focus({ preventScroll: true });
    // Rows that come later take nobody along.
  }, [wanted]);
}

/** Of a row: its link. Without the column of ids there is none. */
function startOf(list: HTMLElement | null, at: number): HTMLElement | null {
  const row = list?.querySelectorAll("tbody tr")[at];
  return row?.querySelector<HTMLElement>("a") ?? null;
}
