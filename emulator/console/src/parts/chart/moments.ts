/** Moments along a chart, from the beginning of a window to its end. */
import { time } from "../../format";
import type { Window } from "../../range";
import { momentWord, timeTicks } from "../../timeaxis";
import { xScale, type Area, type Extent, type Scale, type Tick } from "./area";

const APART = 80;

export function momentScale(area: Area, window: Window): Scale {
  return xScale(area, { from: window.start, to: endOf(window) });
}

/** Words that would stand out at an edge are moved inwards. */
export function momentTicks(area: Area, window: Window): Tick[] {
  const x = momentScale(area, window);
  const { start, end } = window;
  return timeTicks(start, end, area.width / APART).map((moment) => ({
    at: Math.min(Math.max(x(moment), area.left + 22), area.right - 18),
    label: momentWord(moment, end - start),
  }));
}

/** What a brush over a part of it chose, in whole seconds. */
export function windowIn(window: Window, part: Extent): Window {
  const { start } = window;
  const at = (share: number) => start + share * (endOf(window) - start);
  return { start: Math.floor(at(part.from)), end: Math.ceil(at(part.to)) };
}

export function describeWindow({ start, end }: Window): string {
  return `${time(start)} to ${time(end)}`;
}

/** The window of a set without traces is empty, too. */
function endOf({ start, end }: Window): number {
  return Math.max(end, start + 1);
}
