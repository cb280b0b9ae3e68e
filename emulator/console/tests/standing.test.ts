import { describe, expect, test } from "vitest";
import { Kinds, percentile, shareBelow } from "../src/trace/standing";
import { a, assembled, from } from "./traces";

const BINS = [
  { value: 1, count: 40 },
  { value: 2, count: 40 },
  { value: 4, count: 20 },
];

describe("the share that took less", () => {
  test("half of a bin lies below its value, and between two it is a line", () => {
    expect(shareBelow(BINS, 1)).toBeCloseTo(0.2);
    expect(shareBelow(BINS, 1.5)).toBeCloseTo(0.4);
    expect(shareBelow(BINS, 2)).toBeCloseTo(0.6);
  });

  test("ends at none and at all", () => {
    expect(shareBelow(BINS, 0)).toBe(0);
    expect(shareBelow(BINS, 5)).toBe(1);
    expect(shareBelow([], 5)).toBe(0);
  });

  test("never grows smaller with time", () => {
    const shares = Array.from({ length: 60 }, (_, i) => shareBelow(BINS, i / 10));

    expect([...shares].sort((x, y) => x - y)).toEqual(shares);
  });

  test("reads as a percentile, of which there is no hundredth", () => {
    expect(percentile(0.973)).toBe("p97");
    expect(percentile(1)).toBe("p99");
  });
});

describe("the kind of a part", () => {
  const histogram = (Value: number, Count: number) => [{ Value, Count }];
  const kinds = new Kinds({
    Services: [
      { ReferenceId: 0, Name: "names", Type: "client" },
      {
        ReferenceId: 1,
        Name: "names",
        ResponseTimeHistogram: histogram(3, 50),
        Edges: [{ ReferenceId: 2, ResponseTimeHistogram: histogram(2, 30) }],
      },
      { ReferenceId: 2, Name: "verb-6", ResponseTimeHistogram: histogram(1, 5) },
    ],
  });
  const trace = assembled(
    a("top", {
      name: "names",
      ...from(0, 4),
      subsegments: [a("call", { ...from(1, 2), namespace: "remote" }), a("local")],
    }),
    a("verb", { name: "verb-6", parent_id: "call", ...from(1, 2) }),
  );
  const part = (id: string) => trace.byId.get(id)!;

  test("of a segment is its service, of a call the edge", () => {
    expect(kinds.kindOf(part("top"))).toMatchObject({ label: "names", total: 50 });
    expect(kinds.kindOf(part("call"))).toMatchObject({
      label: "names → verb-6",
      total: 30,
    });
  });

  test("local work has none", () => {
    expect(kinds.kindOf(part("local"))).toBeNull();
    expect(kinds.standing(part("local"))).toBeNull();
  });

  test("a percentile of a few would say nothing", () => {
    expect(kinds.kindOf(part("verb"))).toMatchObject({ total: 5 });
    expect(kinds.standing(part("verb"))).toBeNull();
    expect(kinds.standing(part("top"))).toMatchObject({ below: 1 });
  });
});
