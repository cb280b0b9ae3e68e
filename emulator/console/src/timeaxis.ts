/** Round moments for the axis of a chart, and their words, in the chosen zone. */
import { zone, type Zone } from "./zone";

const STEPS = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
  86_400,
];

/** About `wanted` of them within the window; `offset` is UTC's distance in seconds. */
export function timeTicks(
  start: number,
  end: number,
  wanted: number,
  offset = offsetAt(start),
): number[] {
  const rough = (end - start) / Math.max(wanted, 1);
  const step = STEPS.find((each) => each >= rough) ?? Math.ceil(rough / 86_400) * 86_400;
  const first = Math.ceil((start + offset) / step) * step - offset;
  const found: number[] = [];
  for (let at = first; at <= end; at += step) found.push(at);
  return found;
}

/** "14:05", to the second where the axis spans little; of midnights and far apart, the day. */
export function momentWord(at: number, span: number): string {
  const formats = FORMATS[zone()];
  if (span <= 600) return formats.seconds.format(at * 1000);
  const midnight = (at + offsetAt(at)) % 86_400 === 0;
  const day = span > 3 * 86_400 || (span > 86_400 && midnight);
  return (day ? formats.day : formats.clock).format(at * 1000);
}

function offsetAt(at: number): number {
  return zone() === "UTC" ? 0 : -new Date(at * 1000).getTimezoneOffset() * 60;
}

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

const FORMATS: Record<Zone, Record<"clock" | "seconds" | "day", Intl.DateTimeFormat>> = {
  local: formatsIn({}),
  UTC: formatsIn({ timeZone: "UTC" }),
};

function formatsIn(zoned: Intl.DateTimeFormatOptions) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(undefined, { ...options, ...zoned });
  return {
    clock: format(CLOCK),
    seconds: format({ ...CLOCK, second: "2-digit" }),
    day: format({ month: "short", day: "numeric" }),
  };
}
