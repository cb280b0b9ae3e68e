import { describe, expect, test } from "vitest";
import { detour, shortcuts } from "../src/layout/detour";

const edge = (source: string, target: string) => ({ source, target });

describe("shortcuts", () => {
  test("are the edges past somebody who leads there too", () => {
    const past = edge("a", "c");
    const edges = [edge("a", "b"), past, edge("b", "c"), edge("c", "d")];

    expect([...shortcuts(edges)]).toEqual([past]);
  });

  test("never cut anything off: of two that replace each other one stays", () => {
    const ring = [edge("a", "b"), edge("a", "c"), edge("b", "c"), edge("c", "b")];

    expect(shortcuts(ring).size).toBe(1);
    expect(shortcuts([edge("a", "a"), edge("a", "b"), edge("c", "b")]).size).toBe(0);
  });
});

describe("a detour", () => {
  const box = { left: 40, right: 60, top: 80, bottom: 120 };

  test("is not needed where nothing stands", () => {
    const aside = { ...box, top: 300, bottom: 340 };
    const behind = { ...box, left: 200, right: 220 };

    expect(detour({ x: 0, y: 100 }, { x: 100, y: 0 }, [aside, behind])).toEqual([]);
  });

  test("leads around on the side of its end", () => {
    const from = { x: 0, y: 100 };
    const above = detour(from, { x: 100, y: 0 }, [box]);
    const below = detour(from, { x: 100, y: 300 }, [box]);

    expect(above.every(({ y }) => y < box.top)).toBe(true);
    expect(below.every(({ y }) => y > box.bottom)).toBe(true);
    expect(below.map(({ x }) => x)).toEqual([40, 60]);
  });

  test("does not run from one box into the next", () => {
    const next = { ...box, top: 30, bottom: 75 };
    const bends = detour({ x: 0, y: 100 }, { x: 100, y: 0 }, [next, box]);

    expect(bends.every(({ y }) => y < next.top)).toBe(true);
  });
});
