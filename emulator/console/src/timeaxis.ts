/** Round moments for the axis of a chart, in local time. */

const STEPS = [
  10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** About `wanted` of them within the window; `offset` is UTC's distance in seconds. */
export function timeTicks(
  start: number,
  end: number,
  wanted: number,
  offset = -new Date(start * 1000).getTimezoneOffset() * 60,
): number[] {
  const rough = (end - start) / Math.max(wanted, 1);
  const step = STEPS.find((each) => each >= rough) ?? Math.ceil(rough / 86_400) * 86_400;
  const first = Math.ceil((start + offset) / step) * step - offset;
  const found: number[] = [];
  for (let at = first; at <= end; at += step) found.push(at);
  return found;
}
