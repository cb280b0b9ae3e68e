/** How figures read: durations, rates, shares, times. No Intl objects per call. */

import { zone, type Zone } from "./zone";

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
};

const clocks = inBothZones(CLOCK);

const datesAndClocks = inBothZones({
  ...CLOCK,
  year: "numeric",
  month: "short",
  day: "numeric",
  fractionalSecondDigits: 3,
});

const whole = new Intl.NumberFormat("en-US");

/** 0.0004 -> "0.4 ms", 0.0183 -> "18 ms", 2.0512 -> "2.05 s", 75 -> "1 min 15 s", 420 -> "7 min". */
export function duration(seconds: number): string {
  const ms = seconds * 1000;
  if (ms < 0) return `-${duration(-seconds)}`;
  if (ms === 0) return "0 ms";
  if (ms < 9.95) return `${trim(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (seconds < 9.995) return `${trim(seconds.toFixed(2))} s`;
  if (seconds < 59.95) return `${trim(seconds.toFixed(1))} s`;
  const total = Math.round(seconds);
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return both(minutes, "min", total % 60, "s");
  return both(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

/** Requests in a window of so many seconds, per minute. */
export function perMinute(count: number, windowSeconds: number): string {
  const rate = (count * 60) / Math.max(windowSeconds, 1);
  if (rate === 0) return "0";
  if (rate < 0.1) return "<0.1";
  if (rate < 9.95) return trim(rate.toFixed(1));
  return whole.format(Math.round(rate));
}

/** A share as a percentage that never hides the exceptional: 0.0004 -> "<0.1%". */
export function share(part: number, total: number): string {
  if (total === 0 || part === 0) return "0%";
  const percent = (100 * part) / total;
  if (percent < 0.1) return "<0.1%";
  if (percent > 99.9 && part < total) return ">99.9%";
  if (percent < 9.95) return `${trim(percent.toFixed(1))}%`;
  return `${Math.round(percent)}%`;
}

export function count(value: number): string {
  return whole.format(value);
}

/** A noun with its number: (1, "trace") -> "1 trace", (1200, "trace") -> "1,200 traces". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** The time of day, in the chosen zone. */
export function time(epoch: number): string {
  return clocks[zone()].format(epoch * 1000);
}

/** Date and time of day to the millisecond, in the chosen zone. */
export function timestamp(epoch: number): string {
  return datesAndClocks[zone()].format(epoch * 1000);
}

export function utc(epoch: number): string {
  return new Date(epoch * 1000).toISOString();
}

/** How long ago: 4 -> "4 s ago", 7300 -> "2 h ago". */
export function age(seconds: number): string {
  if (seconds < 1) return "now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** AWS's type names as people say them: "AWS::DynamoDB::Table" -> "DynamoDB table". */
export function serviceType(type: string | null): string {
  if (!type) return "service";
  const [vendor, product, kind] = type.split("::");
  if (vendor !== "AWS" || !product) return type;
  return kind ? `${product} ${kind.toLowerCase()}` : product;
}

export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Between three and eight round tick values from 0 to at least `max`. */
export function ticks(max: number, wanted = 5): number[] {
  if (!(max > 0)) return [0];
  const rough = max / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * magnitude).find((s) => s >= rough)!;
  const count = Math.floor(max / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** 1536 -> "1.5 KB"; X-Ray counts 1,024 bytes to the KB. */
export function bytes(size: number): string {
  if (size < 1024) return `${size} bytes`;
  const kilobytes = size / 1024;
  if (kilobytes < 1000) return `${trim(kilobytes.toFixed(kilobytes < 9.95 ? 1 : 0))} KB`;
  return `${trim((kilobytes / 1024).toFixed(1))} MB`;
}

function inBothZones(
  options: Intl.DateTimeFormatOptions,
): Record<Zone, Intl.DateTimeFormat> {
  return {
    local: new Intl.DateTimeFormat(undefined, options),
    UTC: new Intl.DateTimeFormat(undefined, {
      ...options,
      timeZone: "UTC",
      timeZoneName: "short",
    }),
  };
}

function both(large: number, unit: string, small: number, part: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${part}`;
}

function trim(figure: string): string {
  return figure.includes(".") ? figure.replace(/\.?0+$/, "") : figure;
}
