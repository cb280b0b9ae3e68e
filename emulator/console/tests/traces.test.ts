import { describe, expect, test } from "vitest";
import {
  bars,
  meanSeconds,
  quantile,
  rowStart,
  sortedValues,
  withPart,
} from "../src/views/traces/breakdown";
import { brushed } from "../src/views/traces/brush";
import { accepted, recent, type Choice } from "../src/parts/expression/completion";
import { KEPT, remembered } from "../src/parts/expression/history";
import { ranked } from "../src/views/traces/ranking";
import { rowAt, secondsAt, timeTicks } from "../src/views/traces/scale";
import { rowsOf, stepsBefore, type Step } from "../src/views/traces/trail";
import type { Summary } from "../src/model";
import type { WireBreakdown, WireValue } from "../src/wire";

const WINDOW = { window: { start: 0, end: 96 }, by: "user" };

function counts(ok: number, fault = 0) {
  return {
    Traces: ok + fault,
    Ok: ok,
    Error: 0,
    Throttle: 0,
    Fault: fault,
    Timed: ok + fault,
    TotalResponseTime: ok + fault,
  };
}

function aValue(user: string, ok: number): WireValue {
  return { Value: user, Expression: `user = "${user}"`, ...counts(ok) };
}

function aPart(members: Partial<WireBreakdown>): WireBreakdown {
  return {
    Scanned: 1,
    Total: null,
    NextToken: null,
    Columns: 96,
    RowsPerDecade: 32,
    Cells: [],
    Values: [],
    MoreValues: 0,
    AnnotationKeys: [],
    ...counts(0),
    ...members,
  };
}

describe("parts of a breakdown", () => {
  const first = aPart({
    ...counts(3, 1),
    Cells: [[2, 96, 3, 0, 0, 1]],
    Values: [aValue("alice", 2), aValue("bob", 1)],
    AnnotationKeys: [{ Key: "tenant", Traces: 1 }],
  });
  const second = aPart({
    ...counts(2),
    Cells: [
      [2, 96, 1, 0, 0, 0],
      [1, 32, 1, 0, 0, 0],
    ],
    Values: [aValue("bob", 2)],
    MoreValues: 7,
    AnnotationKeys: [{ Key: "tenant", Traces: 2 }],
  });
  const whole = withPart(withPart(null, first, WINDOW), second, WINDOW);

  test("add up: all, cells, values and keys", () => {
    expect(whole.all.traces).toBe(6);
    expect(whole.all.outcomes).toEqual({ ok: 5, error: 0, throttle: 0, fault: 1 });
    expect(whole.cells.get("2 96")?.outcomes).toMatchObject({ ok: 4, fault: 1 });
    expect(sortedValues(whole).map(({ value, traces }) => [value, traces])).toEqual([
      ["bob", 3],
      ["alice", 2],
    ]);
    expect(whole.annotationKeys.get("tenant")).toBe(3);
    expect(meanSeconds(whole.all)).toBe(1);
  });

  test("that were cut are known to be", () => {
    expect(withPart(null, first, WINDOW).cut).toBe(false);
    expect(whole.cut).toBe(true);
  });

  test("leave the breakdown before them as it was", () => {
    const before = withPart(null, first, WINDOW);
    withPart(before, second, WINDOW);

    expect(before.all.traces).toBe(4);
    expect(before.cells.get("2 96")?.outcomes.ok).toBe(3);
  });

  test("become bars that together have every trace", () => {
    const shown = bars(whole, 16);

    expect(shown.length).toBeLessThanOrEqual(16);
    expect(shown.reduce((sum, bar) => sum + bar.total, 0)).toBe(6);
  });

  test("tell below which time a share of the traces stays", () => {
    expect(quantile(whole, 0.01)).toBeCloseTo(rowStart(32, 32), 2);
    expect(quantile(whole, 1)).toBeCloseTo(rowStart(97, 32), 6);
    expect(quantile(withPart(null, aPart({}), WINDOW), 0.5)).toBeNull();
  });
});

describe("axes", () => {
  test("a row and its time are each other's", () => {
    expect(rowAt(1, 32)).toBe(96);
    expect(secondsAt(96, 32)).toBe(1);
    expect(secondsAt(rowAt(0.0123, 32), 32)).toBe(0.0123);
    expect(secondsAt(0, 32)).toBe(0);
  });

  test("times on the axis are round, and no more than fit", () => {
    expect(timeTicks(32, 96, 32, 9).map(({ label }) => label)).toEqual([
      "10 ms",
      "20 ms",
      "50 ms",
      "100 ms",
      "200 ms",
      "500 ms",
      "1 s",
    ]);
    expect(timeTicks(32, 96, 32, 3).map(({ label }) => label)).toEqual([
      "10 ms",
      "100 ms",
      "1 s",
    ]);
  });
});

describe("a drag", () => {
  const area = { left: 0, top: 0, width: 600, height: 120 };

  test("to the left is one to the right, and a level one says nothing of times", () => {
    const drag = { begun: { x: 0.5, y: 0.5 }, at: { x: 0.25, y: 0.55 } };

    expect(brushed(drag, area, true)).toEqual({
      across: { from: 0.25, to: 0.5 },
      down: null,
    });
  });

  test("of a few pixels is a click", () => {
    const drag = { begun: { x: 0.5, y: 0.5 }, at: { x: 0.51, y: 0.55 } };

    expect(brushed(drag, area, true)).toEqual({ across: null, down: null });
  });
});

describe("completion", () => {
  const choice = (insert: string, start: number, end: number, kind = "Keyword") =>
    ({ kind, insert, detail: "", start, end }) satisfies Choice;

  test("replaces what is begun, and goes on behind it", () => {
    const line = { text: "ok AND resp", cursor: 11 };

    expect(accepted(line, choice("responsetime", 7, 11))).toEqual({
      text: "ok AND responsetime ",
      cursor: 20,
    });
  });

  test("puts no space where something is opened or closed", () => {
    expect(accepted({ text: "ser", cursor: 3 }, choice("service(", 0, 3)).text).toBe(
      "service(",
    );
    const inside = { text: "service() { fa }", cursor: 14 };
    expect(accepted(inside, choice("fault", 12, 14)).text).toBe("service() { fault }");
    const naming = { text: 'edge("a", "b', cursor: 12 };
    expect(accepted(naming, choice('"b"', 10, 12)).text).toBe('edge("a", "b"');
    const grouping = { text: "(fa", cursor: 3 };
    expect(accepted(grouping, choice("fault", 1, 3)).text).toBe("(fault ");
  });

  test("an expression of the past takes the whole line", () => {
    const [first] = recent(["fault AND ok", "error"], "fau");

    expect(accepted({ text: "fau", cursor: 3 }, first!).text).toBe("fault AND ok");
    expect(recent(["fault"], "fault")).toEqual([]);
  });
});

describe("the expressions that were run", () => {
  test("are kept once, the last first, and not all of them", () => {
    expect(remembered(["a", "b"], " b ")).toEqual(["b", "a"]);
    expect(remembered(["a"], "  ")).toEqual(["a"]);
    const many = Array.from({ length: KEPT }, (_, index) => `${index}`);
    expect(remembered(many, "new")).toHaveLength(KEPT);
  });
});

test("rankings merge as the API orders: equals newest first, the unknown last", () => {
  const row = (id: string, responseTime: number | null) =>
    ({ id, responseTime }) as Summary;
  const newer = [row("a", 2), row("b", 1), row("c", null)];
  const older = [row("d", 3), row("e", 1), row("f", null)];
  const ids = (descending: boolean) =>
    ranked(newer, older, { by: "responsetime", descending })
      .map(({ id }) => id)
      .join("");

  expect(ids(true)).toBe("dabecf");
  expect(
    ranked([row("b", 1)], [row("e", 2)], { by: "responsetime", descending: false }),
  ).toEqual([row("b", 1), row("e", 2)]);
});

test("the way to a page is known as far as one came by it", () => {
  const steps: Step[] = [
    { after: null, next: "x", rows: 200 },
    { after: "x", next: "y", rows: 150 },
  ];

  expect(stepsBefore(steps, null)).toEqual([]);
  expect(rowsOf(stepsBefore(steps, "y")!)).toBe(350);
  expect(stepsBefore(steps, "x")).toHaveLength(1);
  expect(stepsBefore(steps, "from a link")).toBeNull();
});
