import { describe, expect, test } from "vitest";
import { familyName } from "../src/family";
import type { GraphNode } from "../src/model";
import { slowAmongSiblings } from "../src/slow";

function measured(name: string, mean: number | null, type: string | null = null) {
  const counts = { ok: 10, error: 0, throttle: 0, fault: 0 };
  return {
    key: `${name} (${type ?? "service"})`,
    name,
    type,
    root: false,
    client: false,
    statistics: mean === null ? null : { total: 10, counts, totalTime: 10 * mean },
    histogram: [],
  } satisfies GraphNode;
}

/** Services word-1, word-2 … with these means, in seconds. */
function words(...means: (number | null)[]): GraphNode[] {
  return means.map((mean, index) => measured(`word-${index + 1}`, mean));
}

test.each([
  ["adjective-4", "adjective"],
  ["worker12", "worker"],
  ["db_2", "db"],
  ["gateway", null],
  ["10.0.0.1", null],
  ["42", null],
])("%s belongs to the family %s", (name, family) => {
  expect(familyName(name)).toBe(family);
});

describe("slow among its siblings", () => {
  test("is the one of four that takes two seconds, with its factor", () => {
    const slow = slowAmongSiblings(words(0.01, 0.01, 2, 0.012));

    expect([...slow]).toEqual([["word-3 (service)", 200]]);
  });

  test("is told of two and of three, too", () => {
    expect([...slowAmongSiblings(words(0.02, 2)).values()]).toEqual([100]);
    expect([...slowAmongSiblings(words(2, 0.02, 0.02)).values()]).toEqual([100]);
  });

  test("are both, when two of three are", () => {
    expect([...slowAmongSiblings(words(2, 0.02, 2)).keys()]).toEqual([
      "word-1 (service)",
      "word-3 (service)",
    ]);
  });

  test("is nobody when all take the same, long as it may be", () => {
    expect(slowAmongSiblings(words(2, 2.1, 1.9, 2)).size).toBe(0);
  });

  test("is nobody for a few milliseconds, whatever the factor", () => {
    expect(slowAmongSiblings(words(0.001, 0.001, 0.02)).size).toBe(0);
  });

  test("is nobody without siblings: another name, another type, or no figures yet", () => {
    const alone = [
      measured("gateway", 5),
      measured("names", 4),
      measured("word-1", 2),
      measured("word-2", 0.01, "AWS::DynamoDB::Table"),
      measured("word-3", null),
      measured("noun-1", 0.01),
    ];

    expect(slowAmongSiblings(alone).size).toBe(0);
  });
});
