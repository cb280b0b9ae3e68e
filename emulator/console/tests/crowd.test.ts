import { describe, expect, test } from "vitest";
import { LAPTOP } from "../src/layout/boxes";
import { ranksOf } from "../src/layout/order";
import { placeGraph } from "../src/layout/place";
import type { Placed } from "../src/layout/placed";
import { crowd, edge, node } from "./mesh";

describe.each([
  [60, 150],
  [500, 2000],
  [1000, 4000],
])("%i services with %i calls", (services, calls) => {
  const { nodes, edges } = crowd(services, calls);
  const placed = placeGraph(nodes, edges);

  test("all have a place of their own, ring and label", () => {
    expect(placed.nodes.size).toBe(services);
    expect(placed.edges.length).toBe(calls);
    expect(overlaps(placed)).toEqual([]);
  });

  test("stand to the right of their callers", () => {
    const wrong = edges.filter(
      ({ source, target }) => placed.nodes.get(source)!.x >= placed.nodes.get(target)!.x,
    );

    expect(wrong).toEqual([]);
  });

  test("make a map of about a screen's proportions", () => {
    const proportions = placed.width / placed.height;

    expect(proportions).toBeGreaterThan(0.5 * (LAPTOP.width / LAPTOP.height));
    expect(proportions).toBeLessThan(2 * (LAPTOP.width / LAPTOP.height));
  });

  test("get the same places each time", () => {
    expect(placeGraph(nodes, edges)).toEqual(placed);
  });
});

describe("ranks", () => {
  test("a call that closes a circle moves nobody to the left of the first caller", () => {
    const [a, b, c] = [node("a"), node("b"), node("c")];
    const calls = [edge(a, b), edge(b, c), edge(c, b), edge(c, c)];

    expect(ranksOf([a.key, b.key, c.key], calls)).toEqual([[a.key], [b.key], [c.key]]);
  });

  test("a service that nobody calls stands right before what it calls", () => {
    const [a, b, c, late] = [node("a"), node("b"), node("c"), node("late")];
    const calls = [edge(a, b), edge(b, c), edge(late, c)];

    expect(ranksOf([a.key, b.key, c.key, late.key], calls)).toEqual([
      [a.key],
      [b.key, late.key],
      [c.key],
    ]);
  });

  test("a chain of thousands does not end the worker", () => {
    const chain = Array.from({ length: 5000 }, (_, i) => node(`link-${i}`));
    const calls = chain.slice(1).map((each, i) => edge(chain[i]!, each));

    expect(
      ranksOf(
        chain.map(({ key }) => key),
        calls,
      ).length,
    ).toBe(5000);
  });
});

/** Pairs of neighbours, downwards and to the right, that cover each other. */
function overlaps(placed: Placed): string[] {
  const boxes = [...placed.nodes.values()].map(({ key, x, y, radius, labelWidth }) => ({
    key,
    left: x - radius,
    right: x + radius + labelWidth,
    top: y - radius,
    bottom: y + radius,
  }));
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
      )
      .map((b) => `${a.key} and ${b.key}`),
  );
}
