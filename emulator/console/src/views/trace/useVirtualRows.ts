/** Draws only the rows on screen: a trace may have thousands. All are equally high. */
import { useCallback, useLayoutEffect, useState, type RefObject } from "react";

/** More than a notch of the wheel, so that no gap is ever seen. */
const BEYOND = 10;
/** Rows between two renderings while scrolling. */
const STEP = 6;

export interface Span {
  first: number;
  /** Exclusive. */
  last: number;
}

/** Which of so many rows to draw when that part of them is on screen. */
export function spanOf(top: number, height: number, row: number, rows: number): Span {
  const seen = Math.floor(top / row / STEP) * STEP;
  const first = Math.max(0, Math.min(seen - BEYOND, rows));
  const last = Math.min(rows, seen + STEP + Math.ceil(height / row) + BEYOND);
  return { first, last: Math.max(first, last) };
}

export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  rows: number,
  { row, head }: { row: number; head: number },
) {
  const [seen, setSeen] = useState({ top: 0, height: 900 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () =>
      setSeen((before) => {
        const top = Math.floor(element.scrollTop / row / STEP) * STEP * row;
        const height = element.clientHeight;
        return before.top === top && before.height === height ? before : { top, height };
      });
    look();
    element.addEventListener("scroll", look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, [scroller, row]);

  /** With the least scrolling that brings the row into view. */
  const show = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element || index < 0) return;
      const top = index * row;
      const room = element.clientHeight - head - row;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
    },
    [scroller, row, head],
  );
  const page = Math.max(1, Math.floor((seen.height - head) / row) - 1);
  return { ...spanOf(seen.top, seen.height, row, rows), show, page };
}
