import { expect, test } from "vitest";
import { gather, ticksBetween } from "../src/parts/Histogram";

const BINS = [
  { value: 0.01, count: 5 },
  { value: 0.05, count: 3 },
  { value: 2, count: 1 },
];

test("all of it counts every request once", () => {
  const { bars, total } = gather(BINS, 48, { from: 0, to: 2 });

  expect(bars.reduce((sum, count) => sum + count, 0)).toBe(9);
  expect([total, bars.at(-1)]).toEqual([9, 1]);
});

test("zoomed in, what was one bar falls apart, and shares stay those of all", () => {
  const { bars, total, highest } = gather(BINS, 10, { from: 0.004, to: 0.104 });

  expect(bars).toEqual([5, 0, 0, 0, 3, 0, 0, 0, 0, 0]);
  expect([total, highest]).toEqual([9, 5]);
});

test.each([
  [{ from: 0, to: 2 }, [0, 0.5, 1, 1.5, 2]],
  [{ from: 1.93, to: 2.01 }, [1.94, 1.96, 1.98, 2]],
  [{ from: 0.02, to: 0.021 }, [0.02, 0.0205, 0.021]],
])("there are round times anywhere: %o", (range, expected) => {
  expect(ticksBetween(range)).toEqual(expected);
});
