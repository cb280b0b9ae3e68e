import { describe, expect, test } from "vitest";
import { foldable, move, revealing, visibleRows, type Row } from "../src/trace/rows";
import { spanOf } from "../src/views/trace/useVirtualRows";
import { a, assembled } from "./traces";

const TRACE = assembled(
  a("top", {
    subsegments: [a("x", { subsegments: [a("x1"), a("x2")] }), a("y")],
  }),
);

function shown(folded: string[] = [], only: string[] | null = null): string {
  const rows = visibleRows(TRACE, new Set(folded), only && new Set(only));
  return rows.map(({ part }) => part.id).join(" ");
}

describe("rows", () => {
  test("are the tree without what is folded away", () => {
    expect(shown()).toBe("top x x1 x2 y");
    expect(shown(["x"])).toBe("top x y");
    expect(shown(foldable(TRACE.parts))).toBe("top");
  });

  test("with a choice, only that and the way to it", () => {
    expect(shown([], ["x2"])).toBe("top x x2");
    expect(shown([], [])).toBe("");
  });

  test("know their place among their siblings", () => {
    const [, x, , second] = visibleRows(TRACE, new Set());

    expect(x).toMatchObject({ place: 1, siblings: 2, expandable: true });
    expect(second).toMatchObject({ place: 2, siblings: 2, expandable: false });
  });

  test("a match inside a fold is revealed, and other folds stay", () => {
    const folded = new Set(["x", "y", "elsewhere"]);

    expect([...revealing(folded, [TRACE.byId.get("x1")!])]).toEqual(["y", "elsewhere"]);
    expect(revealing(folded, [])).toBe(folded);
  });
});

describe("keys", () => {
  const rows: Row[] = visibleRows(TRACE, new Set(["x"]));
  const press = (key: string, at: number, shift = false) =>
    move({ key, shift }, rows, at, 2);

  test.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 2, 2],
    ["ArrowUp", 1, 0],
    ["ArrowUp", 0, 0],
    ["PageDown", 0, 2],
    ["PageUp", 2, 0],
    ["Home", 2, 0],
    ["End", 0, 2],
    ["ArrowRight", 0, 1], // into what is expanded
    ["ArrowLeft", 2, 0], // to the caller
  ])("%s from row %i leads to row %i", (key, at, index) => {
    expect(press(key, at)).toEqual({ to: "row", index });
  });

  test("right unfolds and left folds", () => {
    expect(press("ArrowRight", 1)).toEqual({ to: "fold", ids: ["x"], folded: false });
    expect(press("ArrowLeft", 0)).toEqual({ to: "fold", ids: ["top"], folded: true });
  });

  test("with Shift all that is below", () => {
    expect(press("ArrowRight", 0, true)).toEqual({
      to: "fold",
      ids: ["top", "x"],
      folded: false,
    });
  });

  test("Enter selects; other keys are left to the browser", () => {
    expect(press("Enter", 0)).toEqual({ to: "select" });
    expect(press("a", 0)).toBeNull();
    expect(
      move(
        { key: "ArrowLeft", shift: false },
        visibleRows(assembled(a("alone")), new Set()),
        0,
        2,
      ),
    ).toBeNull();
  });
});

test("only what is on screen is drawn, and some beyond", () => {
  const { first, last } = spanOf(28 * 1000, 560, 28, 4000);

  expect(first).toBeLessThan(1000);
  expect(last).toBeGreaterThanOrEqual(1020);
  expect(last - first).toBeLessThan(60);
  expect(spanOf(0, 560, 28, 3)).toEqual({ first: 0, last: 3 });
  expect(spanOf(28 * 1000, 560, 28, 3)).toEqual({ first: 3, last: 3 });
});
