import { describe, expect, test } from "vitest";
import { criticalPath, heaviest } from "../src/trace/criticalPath";
import type { WireDocument } from "../src/wire";
import { a, assembled, from } from "./traces";

/** "name from-to" for everything waited for, in order of time. */
function path(...documents: WireDocument[]): string[] {
  const { waits } = criticalPath(assembled(...documents));
  return [...waits]
    .flatMap(([id, intervals]) => intervals.map((interval) => ({ id, ...interval })))
    .sort((x, y) => x.from - y.from)
    .map(({ id, from: start, to }) => `${id} ${start}-${to}`);
}

const top = (...subsegments: WireDocument[]) => a("top", { subsegments });

describe("the answer waited for", () => {
  test("what was called in turn, and for the caller in between", () => {
    expect(path(top(a("x", from(1, 4)), a("y", from(6, 9))))).toEqual([
      "top 0-1",
      "x 1-4",
      "top 4-6",
      "y 6-9",
      "top 9-10",
    ]);
  });

  test("of two side by side the one that ended last", () => {
    expect(path(top(a("x", from(1, 4)), a("y", from(1, 9))))).toEqual([
      "top 0-1",
      "y 1-9",
      "top 9-10",
    ]);
  });

  test("and before that began for what ran then, not for an idle caller", () => {
    expect(
      path(top(a("x", from(1, 6)), a("short", from(2, 3)), a("y", from(5, 9)))),
    ).toEqual(["top 0-1", "x 1-5", "y 5-9", "top 9-10"]);
  });

  test("the long one, if it ran on while short ones ended", () => {
    expect(
      path(top(a("long", from(1, 8.5)), a("a", from(2, 3)), a("b", from(8, 9)))),
    ).toEqual(["top 0-1", "long 1-8", "b 8-9", "top 9-10"]);
  });

  test("a callee through the call", () => {
    const callee = a("callee", { ...from(2, 7), parent_id: "call" });

    expect(path(top(a("call", from(1, 8))), callee)).toEqual([
      "top 0-1",
      "call 1-2",
      "callee 2-7",
      "call 7-8",
      "top 8-10",
    ]);
  });

  test("work that outlasts its caller only as long as the caller", () => {
    expect(path(top(a("x", from(3, 15))))).toEqual(["top 0-3", "x 3-10"]);
  });

  test("nothing inferred, and nothing before its caller began", () => {
    const call = a("call", from(-2, 5));
    const table = a("table", { ...from(-2, 5), parent_id: "call", inferred: true });

    expect(path(top(call), table)).toEqual(["call 0-5", "top 5-10"]);
  });
});

test("every moment of the answer has one part that it waited for", () => {
  const crowd = Array.from({ length: 200 }, (_, i) =>
    a(`s${i}`, from((i * 37) % 9, ((i * 37) % 9) + ((i * 13) % 7) / 3 + 0.1)),
  );
  const { seconds, total } = criticalPath(assembled(top(...crowd)));

  expect([...seconds.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(total);
  expect(total).toBe(10);
});

test("nobody is waited for longer than their own time", () => {
  const trace = assembled(top(a("x", from(1, 6)), a("y", from(5, 9))));
  const { seconds } = criticalPath(trace);

  for (const [id, waited] of seconds) {
    expect(waited).toBeLessThanOrEqual(trace.byId.get(id)!.selfTime + 1e-9);
  }
});

test("the heaviest is named first", () => {
  const trace = assembled(top(a("x", from(1, 3)), a("y", from(3, 9))));
  const found = heaviest(criticalPath(trace), trace, 2);

  expect(found.map(({ part, seconds }) => [part.id, seconds])).toEqual([
    ["y", 6],
    ["top", 2],
  ]);
});

test("without a root it is the path of the longest", () => {
  const short = a("short", { ...from(0, 1), parent_id: "gone" });
  const long = a("long", { ...from(2, 8), parent_id: "lost" });

  expect(criticalPath(assembled(short, long)).total).toBe(6);
});
