/**
 * A time range as the URL carries it: X-Ray's own two forms, `PT15M` (the last
 * 15 minutes) or `start~end` in UTC. A relative range stays relative in a link,
 * so that it shows the present when it is opened again.
 */

export type Range =
  | { kind: "relative"; seconds: number }
  | { kind: "absolute"; start: number; end: number };

export interface Window {
  start: number;
  end: number;
}

export const DEFAULT_RANGE = { kind: "relative", seconds: 15 * 60 } satisfies Range;

const UNITS = { D: 86_400, H: 3600, M: 60, S: 1 } as const;

export function parseRange(text: string | null): Range {
  if (!text) return DEFAULT_RANGE;
  const [from, to] = text.split("~");
  if (from && to) {
    const start = parseUtc(from);
    const end = parseUtc(to);
    return start !== null && end !== null && start < end
      ? { kind: "absolute", start, end }
      : DEFAULT_RANGE;
  }
  const seconds = parseIsoDuration(text);
  return seconds > 0 ? { kind: "relative", seconds } : DEFAULT_RANGE;
}

export function formatRange(range: Range): string {
  if (range.kind === "absolute") {
    return `${isoSeconds(range.start)}~${isoSeconds(range.end)}`;
  }
  const { seconds } = range;
  if (seconds % 86_400 === 0) return `P${seconds / 86_400}D`;
  if (seconds % 3600 === 0) return `PT${seconds / 3600}H`;
  if (seconds % 60 === 0) return `PT${seconds / 60}M`;
  return `PT${seconds}S`;
}

export function windowOf(range: Range, now: number): Window {
  return range.kind === "absolute"
    ? { start: range.start, end: range.end }
    : { start: now - range.seconds, end: now };
}

/** "in the last 15 minutes", for sentences. */
export function describeRange(range: Range): string {
  if (range.kind === "absolute") return "in the chosen time range";
  const { seconds } = range;
  const [value, unit] =
    seconds % 86_400 === 0
      ? [seconds / 86_400, "day"]
      : seconds % 3600 === 0
        ? [seconds / 3600, "hour"]
        : seconds % 60 === 0
          ? [seconds / 60, "minute"]
          : [seconds, "second"];
  return value === 1 ? `in the last ${unit}` : `in the last ${value} ${unit}s`;
}

function parseIsoDuration(text: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match) return 0;
  const [, d, h, m, s] = match;
  return (
    Number(d ?? 0) * UNITS.D +
    Number(h ?? 0) * UNITS.H +
    Number(m ?? 0) * UNITS.M +
    Number(s ?? 0) * UNITS.S
  );
}

/** X-Ray writes `2018-9-11T3:40` (no padding, UTC without saying so). */
function parseUtc(text: string): number | null {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d+)?)?Z?$/.exec(
      text,
    );
  if (!match) return null;
  const [y, mo, d, h, mi, s] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const epoch = Date.UTC(y!, mo! - 1, d!, h!, mi!, s!) / 1000;
  return Number.isFinite(epoch) ? epoch + Number(match[7] ?? 0) : null;
}

function isoSeconds(epoch: number): string {
  return new Date(Math.round(epoch) * 1000).toISOString().replace(".000Z", "Z");
}
