import { describe, expect, test } from "vitest";
import { accepted, recent, type Choice } from "../src/parts/expression/completion";
import { KEPT, remembered } from "../src/parts/expression/history";
import { ranked } from "../src/views/traces/ranking";
import { rowsOf, stepsBefore, type Step } from "../src/views/traces/trail";
import type { Summary } from "../src/model";

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
