import { expect, test } from "vitest";
import type { Outcome, Statistics } from "../src/model";
import { remarksOn } from "../src/remarks";

/** Of a thousand requests; those not named went well. */
function thousand(bad: Partial<Record<Outcome, number>>): Statistics {
  const counts = { ok: 0, error: 0, throttle: 0, fault: 0, ...bad };
  counts.ok = 1000 - counts.error - counts.throttle - counts.fault;
  return { total: 1000, counts, totalTime: 10 };
}

function texts(bad: Partial<Record<Outcome, number>>, slow: number | null = null) {
  return remarksOn(thousand(bad), slow).map(({ text }) => text);
}

test("a healthy service and one without figures go without a remark", () => {
  expect(texts({})).toEqual([]);
  expect(remarksOn(null, null)).toEqual([]);
});

test("the worst outcome comes first, however rare, and hides no frequent one", () => {
  expect(texts({ fault: 2, error: 500 })).toEqual(["0.2% fault", "50% error"]);
});

test("a second outcome below one percent is left to the panel", () => {
  expect(texts({ fault: 20, error: 9 })).toEqual(["2% fault"]);
  expect(texts({ fault: 20, error: 10 })).toEqual(["2% fault", "1% error"]);
});

test("of two more outcomes the more frequent one is named", () => {
  expect(texts({ fault: 20, throttle: 30, error: 300 })).toEqual([
    "2% fault",
    "30% error",
  ]);
});

test("slowness is told beside one outcome, and gives way to two", () => {
  expect(texts({}, 3.04)).toEqual(["3.0× slower"]);
  expect(texts({ error: 500 }, 120.4)).toEqual(["50% error", "120× slower"]);
  expect(texts({ fault: 100, error: 500 }, 120)).toEqual(["10% fault", "50% error"]);
});
