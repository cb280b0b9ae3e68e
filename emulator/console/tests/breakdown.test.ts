import { describe, expect, test } from "vitest";
import {
  meanSeconds,
  quantile,
  rowStart,
  sortedValues,
  withPart,
} from "../src/calls/breakdown";
import { rowsShown } from "../src/parts/chart/responseTimes";
import { bars, tracesWithin } from "../src/views/traces/bars";
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
    const shown = bars(whole, rowsShown(whole), 16);

    expect(shown.length).toBeLessThanOrEqual(16);
    expect(shown.reduce((sum, bar) => sum + bar.total, 0)).toBe(6);
    expect(tracesWithin(shown, { from: 0.1, to: null }, 32)).toBe(5);
  });

  test("tell below which time a share of the traces stays", () => {
    expect(quantile(whole, 0.01)).toBeCloseTo(rowStart(32, 32), 2);
    expect(quantile(whole, 1)).toBeCloseTo(rowStart(97, 32), 6);
    expect(quantile(withPart(null, aPart({}), WINDOW), 0.5)).toBeNull();
  });
});
