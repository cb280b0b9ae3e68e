import { afterEach, describe, expect, test } from "vitest";
import { atMost, type Stretch } from "../src/calls/series";
import type { Insight } from "../src/calls/insights";
import { clusters, kindOf, marksIn, type Mark, type MarkKind } from "../src/parts/marks";
import { momentWord, timeTicks } from "../src/timeaxis";
import { chooseZone } from "../src/zone";

const NONE = { faults: 0, ok: 0, total: 0 };
const INSIGHT: Insight = {
  id: "i",
  group: "Default",
  category: "FAULT",
  rootCause: { name: "verb-6", type: null },
  anomalous: [],
  start: 50,
  end: null,
  summary: "",
  ofClients: NONE,
  ofRootCause: NONE,
};

function mark(at: number, kind: MarkKind = "note"): Mark {
  return { id: String(at), at, kind, text: "" };
}

describe("marks", () => {
  test("are what was told and the beginnings of insights, by time, in the window", () => {
    const told = [
      { id: "a", at: 90, kind: "deploy" as const, text: "v2" },
      { id: "b", at: 101, kind: "note" as const, text: "later" },
    ];

    expect(
      marksIn({ start: 0, end: 100 }, told, [INSIGHT, { ...INSIGHT, start: -1 }]),
    ).toEqual([
      { id: "i", at: 50, kind: "insight", text: "verb-6 has more faults than usual" },
      { id: "a", at: 90, kind: "deploy", text: "v2" },
    ]);
  });

  test("too close for a sign each share one, in their middle", () => {
    const found = clusters([mark(10), mark(16), mark(60)], (at) => at, 20);

    expect(found.map(({ x, marks }) => [x, marks.length])).toEqual([
      [13, 2],
      [60, 1],
    ]);
  });

  test("of several kinds share a sign of none", () => {
    const [same] = clusters([mark(1, "deploy"), mark(2, "deploy")], (at) => at, 20);
    const [mixed] = clusters([mark(1, "deploy"), mark(2, "fault-on")], (at) => at, 20);

    expect([kindOf(same!), kindOf(mixed!)]).toEqual(["deploy", null]);
  });
});

describe("a series", () => {
  const minutes = Array.from({ length: 8 }, (_, minute): Stretch => {
    const counts = { ok: 1, error: 0, throttle: 0, fault: 1 };
    return { at: minute * 60, seconds: 60, total: 2, counts, totalTime: 0.5 };
  });
  const window = { start: 0, end: 480 };

  test("of more stretches than fit is added up, and loses nothing", () => {
    const found = atMost(4, window, minutes);

    expect(found.map(({ at, seconds }) => [at, seconds])).toEqual([
      [0, 120],
      [120, 120],
      [240, 120],
      [360, 120],
    ]);
    expect(found.reduce((sum, { total }) => sum + total, 0)).toBe(16);
    expect(found[0]).toMatchObject({ counts: { ok: 2, fault: 2 }, totalTime: 1 });
  });

  test("that fits is as it came", () => {
    expect(atMost(8, window, minutes)).toEqual(minutes);
  });
});

describe("words on a time axis", () => {
  afterEach(() => chooseZone("local"));
  const midnight = Date.UTC(2026, 0, 2) / 1000;

  test("are a time of day, to the second where little is shown, and days of many", () => {
    chooseZone("UTC");

    expect(momentWord(midnight + 3600, 900)).toBe("01:00");
    expect(momentWord(midnight + 3600, 300)).toBe("01:00:00");
    expect(momentWord(midnight, 2 * 86_400)).toMatch(/2/);
    expect(momentWord(midnight, 2 * 86_400)).not.toMatch(/:/);
    expect(momentWord(midnight + 3600, 2 * 86_400)).toBe("01:00");
  });

  test("stand at moments that are round in the chosen zone", () => {
    chooseZone("UTC");

    const [first] = timeTicks(midnight - 7000, midnight + 80_000, 2);

    expect(first).toBe(midnight);
  });
});
