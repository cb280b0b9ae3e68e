/** Where values stand in a chart, and what a drag over it means. */
import { afterEach, describe, expect, test } from "vitest";
import { rowAt } from "../src/calls/breakdown";
import { areaOf, xScale, yScale } from "../src/parts/chart/area";
import { brushed } from "../src/parts/chart/brush";
import { momentTicks, windowIn } from "../src/parts/chart/moments";
import { secondsAt, timesIn, timeTicks } from "../src/parts/chart/responseTimes";
import { chooseZone } from "../src/zone";

const MARGINS = { left: 40, right: 10, top: 5, bottom: 20 };
const AREA = areaOf(650, 145, MARGINS);
/** From 10 ms to 1 s. */
const ROWS = { from: 32, to: 96, perDecade: 32 };

describe("the area of a chart", () => {
  test("is what its margins leave", () => {
    expect(AREA).toMatchObject({ width: 600, height: 120 });
  });

  test("has the first value at its left and at its bottom", () => {
    const x = xScale(AREA, { from: 100, to: 200 });
    const y = yScale(AREA, { from: 0, to: 4 });

    expect([x(100), x(150), x(200)]).toEqual([40, 340, 640]);
    expect([y(0), y(1), y(4)]).toEqual([125, 95, 5]);
  });
});

describe("response times", () => {
  test("and rows are each other's", () => {
    expect(rowAt(1, 32)).toBe(96);
    expect(secondsAt(96, 32)).toBe(1);
    expect(secondsAt(rowAt(0.0123, 32), 32)).toBe(0.0123);
    expect(secondsAt(0, 32)).toBe(0);
  });

  test("on the axis are round, and no more than fit", () => {
    const labels = (most: number) =>
      timeTicks(ROWS, (row) => row, most).map(({ label }) => label);

    expect(labels(9)).toEqual([
      "10 ms",
      "20 ms",
      "50 ms",
      "100 ms",
      "200 ms",
      "500 ms",
      "1 s",
    ]);
    expect(labels(3)).toEqual(["10 ms", "100 ms", "1 s"]);
  });

  test.each([
    { part: { from: 0.5, to: 0.75 }, times: { from: 0.1, to: 0.316 } },
    { part: { from: 0, to: 0.5 }, times: { from: null, to: 0.1 } },
    { part: { from: 0.5, to: 1 }, times: { from: 0.1, to: null } },
  ])("of a part have no end where it has none: $part", ({ part, times }) => {
    expect(timesIn(ROWS, part)).toEqual(times);
  });
});

describe("moments", () => {
  afterEach(() => chooseZone("local"));

  test("of a part are whole seconds that hold all of it", () => {
    const window = { start: 1000, end: 1010 };

    expect(windowIn(window, { from: 0.25, to: 0.55 })).toEqual({
      start: 1002,
      end: 1006,
    });
  });

  test("at the edges have words that stay inside", () => {
    chooseZone("UTC");
    const ticks = momentTicks(AREA, { start: 0, end: 600 });
    const [first, last] = [ticks[0]!, ticks.at(-1)!];

    expect([first.label, last.label]).toEqual(["00:00:00", "00:10:00"]);
    expect(first.at).toBeGreaterThan(AREA.left);
    expect(last.at).toBeLessThan(AREA.right);
  });
});

describe("a drag", () => {
  test("to the left is one to the right, and a level one says nothing of times", () => {
    const drag = { begun: { x: 0.5, y: 0.5 }, at: { x: 0.25, y: 0.55 } };

    expect(brushed(drag, AREA, true)).toEqual({
      across: { from: 0.25, to: 0.5 },
      up: null,
    });
  });

  test("aslant says both, unless only the one can be said", () => {
    const drag = { begun: { x: 0.5, y: 0.75 }, at: { x: 0.75, y: 0.25 } };
    const across = { from: 0.5, to: 0.75 };

    expect(brushed(drag, AREA, true)).toEqual({ across, up: { from: 0.25, to: 0.75 } });
    expect(brushed(drag, AREA, false)).toEqual({ across, up: null });
  });

  test("of a few pixels is a click", () => {
    const drag = { begun: { x: 0.5, y: 0.5 }, at: { x: 0.51, y: 0.55 } };

    expect(brushed(drag, AREA, true)).toBeNull();
  });
});
