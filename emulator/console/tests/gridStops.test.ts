import { expect, test } from "vitest";
import { moved } from "../src/parts/gridStops";

/** A head of four buttons, and three rows of two: to tick and to narrow. */
const STOPS = [4, 2, 2, 2];

test.each([
  ["ArrowDown", [1, 1], [2, 1]],
  ["ArrowUp", [1, 1], [0, 1]],
  ["ArrowDown", [0, 3], [1, 1]],
  ["ArrowRight", [2, 0], [2, 1]],
  ["ArrowLeft", [2, 1], [2, 0]],
  ["End", [1, 0], [3, 0]],
  ["Home", [3, 1], [0, 1]],
  ["PageDown", [1, 0], [3, 0]],
  ["PageUp", [3, 0], [0, 0]],
  ["ArrowDown", [3, 0], [3, 0]],
  ["ArrowLeft", [1, 0], [1, 0]],
])("%s leads from %o to %o", (key, [row, stop], [toRow, toStop]) => {
  expect(moved(key, STOPS, { row: row!, stop: stop! })).toEqual({
    row: toRow,
    stop: toStop,
  });
});

test("other keys are left to the button", () => {
  expect(moved("Enter", STOPS, { row: 1, stop: 0 })).toBeNull();
});
