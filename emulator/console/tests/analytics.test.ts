/** Two sets of traces: which are meant, how they are shown, what is said of them. */
import { describe, expect, test } from "vitest";
import {
  comparisonFrom,
  eventFrom,
  type Finding,
  type WireComparison,
} from "../src/calls/comparison";
import {
  changed,
  chosenAgainstRest,
  failedAgainstRest,
  narrowed,
  narrowedToTimes,
  nowAgainstBefore,
  sameRange,
  slowAgainstRest,
  swapped,
  type Pair,
} from "../src/pair";
import { formatRoute, parseRoute, type Route } from "../src/route";
import { outline, perColumn, rowAbove, sharedBars } from "../src/views/analytics/shares";
import { headline, moreIn, points } from "../src/views/analytics/words";

const HOUR = { kind: "relative", seconds: 3600 } as const;
const MINUTES = { kind: "relative", seconds: 900 } as const;
const SLOW: Pair = {
  a: { range: HOUR, filter: "responsetime > 1.5", group: "" },
  b: null,
};
const REST = "!responsetime > 1.5";

describe("a pair of sets", () => {
  test.each<Route>([
    { page: "analytics", ...SLOW },
    {
      page: "analytics",
      a: { range: HOUR, filter: 'user = "a&b.c"', group: "<b>&#" },
      b: { range: MINUTES, filter: "", group: "" },
    },
    {
      page: "analytics",
      a: { range: { kind: "absolute", start: 1800, end: 3600 }, filter: "", group: "" },
      b: { range: { kind: "absolute", start: 0, end: 1800 }, filter: "ok", group: "g" },
    },
  ])("survives the way into the address bar and back: %o", (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  test("is all traces and none of them, unless more is said", () => {
    const route = parseRoute("#/analytics");
    expect(route).toMatchObject({ page: "analytics", a: { filter: "" }, b: null });
  });

  test("of what is chosen, has the rest of what it is chosen from as B", () => {
    const chosen = 'service("x") { error OR fault }';
    expect(chosenAgainstRest(HOUR, { chosen })).toEqual({
      a: { range: HOUR, filter: chosen, group: "" },
      b: null,
    });
    expect(chosenAgainstRest(HOUR, { chosen, premise: "ok OR partial" })).toEqual({
      a: { range: HOUR, filter: `(ok OR partial) AND ${chosen}`, group: "" },
      b: { range: HOUR, filter: `(ok OR partial) AND !${chosen}`, group: "" },
    });
    expect(chosenAgainstRest(HOUR, { chosen: "fault", group: "g" }).b).toEqual({
      range: HOUR,
      filter: "!fault",
      group: "g",
    });
  });

  test("of all traces leaves nothing else", () => {
    expect(chosenAgainstRest(HOUR, { chosen: "", group: "g" }).b).toBeNull();
  });

  test("is made of what is slow, what failed, and when", () => {
    const { a } = SLOW;
    expect(slowAgainstRest(a, 0.25).a.filter).toBe("responsetime >= 0.25");
    expect(failedAgainstRest(a).a.filter).toBe("error OR throttle OR fault");
    const { a: now, b: before } = nowAgainstBefore(a, 7200.5);
    expect([now.range, before!.range]).toEqual([
      { kind: "absolute", start: 5401, end: 7201 },
      { kind: "absolute", start: 3601, end: 5401 },
    ]);
    expect(now.filter).toBe("responsetime > 1.5");
  });

  test("is turned round with the rest written out", () => {
    expect(swapped(SLOW)).toEqual({
      a: { range: HOUR, filter: REST, group: "" },
      b: SLOW.a,
    });
  });

  test("has the rest of a group as such, and of everything all the same", () => {
    const of = (group: string, filter: string) =>
      swapped({ a: { range: HOUR, filter, group }, b: null }).a.filter;

    expect(of("g", "a OR b")).toBe('!(group.name = "g" AND (a OR b))');
    expect(of("", "")).toBe("");
  });

  test("is narrowed by a value or by response times", () => {
    expect(narrowed(SLOW, "a", "error").a.filter).toBe("responsetime > 1.5 AND error");
    expect(narrowed(SLOW, "b", 'user = "x"').b).toEqual({
      range: HOUR,
      filter: `${REST} AND user = "x"`,
      group: "",
    });
    const slower = narrowedToTimes(SLOW, "a", { from: 2, to: null });
    expect(slower.a.filter).toBe("responsetime > 1.5 AND responsetime >= 2");
    expect(narrowedToTimes(slower, "a", { from: 3, to: 4 }).a.filter).toBe(
      "responsetime > 1.5 AND responsetime >= 3 AND responsetime <= 4",
    );
  });

  test("keeps the rest as such while A alone changes", () => {
    expect(changed(SLOW, "a", { range: MINUTES }).b).toBeNull();
    expect(changed(SLOW, "b", { range: MINUTES }).b).toEqual({
      range: MINUTES,
      filter: REST,
      group: "",
    });
    expect(sameRange(SLOW)).toBe(true);
    expect(sameRange(changed(SLOW, "b", { range: MINUTES }))).toBe(false);
  });
});

const COUNTS = { Error: 0, Throttle: 0, Fault: 0, TotalResponseTime: 1 };

function wire(a: [number, number][], b: [number, number][]): WireComparison {
  const side = (cells: [number, number][]) => ({
    Start: 0,
    End: 960,
    Expression: "",
    Window: 10,
    Traces: cells.length,
    Ok: cells.length,
    Timed: cells.length,
    ...COUNTS,
    Cells: cells.map(([column, row]) => [column, row, 1, 0, 0, 0]) as never,
  });
  return {
    Columns: 96,
    RowsPerDecade: 32,
    A: side(a),
    B: side(b),
    InBoth: 0,
    ValuesCompared: 1,
    AskedFor: [],
    Findings: [],
    Attributes: [],
  };
}

describe("the charts", () => {
  const { a, b } = comparisonFrom(
    wire(
      [
        [0, 106],
        [1, 106],
        [95, 106],
      ],
      [[0, 10]],
    ),
  );

  test("have both sets in the same bars, each trace once", () => {
    const bars = sharedBars(a.breakdown, b.breakdown);
    const sum = (which: "a" | "b") => bars.reduce((all, bar) => all + bar[which], 0);
    const of = (row: number) => bars.find(({ from, to }) => from <= row && row < to)!;

    expect([sum("a"), sum("b")]).toEqual([3, 1]);
    expect([of(106).a, of(10).b, of(10).a]).toEqual([3, 1, 0]);
    expect(bars.length).toBeLessThanOrEqual(64);
  });

  test("have no bars without response times", () => {
    const empty = comparisonFrom(wire([], []));
    expect(sharedBars(empty.a.breakdown, empty.b.breakdown)).toEqual([]);
  });

  test("have as many steps as fit the columns", () => {
    const steps = perColumn(a.breakdown, 2);
    expect(steps.length).toBe(48);
    expect([steps[0], steps[1], steps[47]]).toEqual([2, 0, 1]);
  });

  test("are outlined from left to right and closed on the axis", () => {
    const path = outline(
      [1, 0],
      (index) => index * 10,
      (height) => 5 - height,
    );
    expect(path).toBe("M0.0 5.0V4.0H10.0V5.0H20.0V5.0");
  });

  test("have whole rows of what is slower than a time", () => {
    expect(rowAbove(a.breakdown, 1.02)).toBe(1);
    expect(rowAbove(a.breakdown, null)).toBeNull();
  });
});

describe("what is said", () => {
  const finding = (delta: number, a: number, b: number): Finding => ({
    attribute: "rootcause.error.service",
    value: "verb-6",
    expression: "x",
    a,
    b,
    delta,
    bits: 0.5,
    also: [],
  });
  const comparison = comparisonFrom(
    wire(
      [
        [0, 1],
        [1, 1],
      ],
      [
        [0, 1],
        [1, 1],
        [2, 1],
        [3, 1],
      ],
    ),
  );

  test("names all, none and parts", () => {
    expect(headline(comparison, finding(100, 2, 0))).toEqual({
      subject: "All of A and none of B",
      label: "Root cause of error",
      value: "verb-6",
    });
    expect(headline(comparison, finding(25, 1, 1)).subject).toBe("50% of A and 25% of B");
  });

  test.each([
    [100, "+100 pp"],
    [-12.34, "−12 pp"],
    [3.04, "+3 pp"],
    [-0.01, "−<0.1 pp"],
    [0, "0 pp"],
  ])("%d percentage points", (delta, text) => {
    expect(points(delta)).toBe(text);
  });

  test("is told apart by the set that has more of it", () => {
    const all = [finding(5, 1, 0), finding(-5, 0, 1)];
    expect([moreIn("a", all), moreIn("b", all)]).toEqual([[all[0]], [all[1]]]);
  });
});

test("an event is its name and its members", () => {
  expect(eventFrom('event: progress\ndata: {"Share": 0.5, "Text": "data: \\n"}')).toEqual(
    {
      name: "progress",
      members: { Share: 0.5, Text: "data: \n" },
    },
  );
});
