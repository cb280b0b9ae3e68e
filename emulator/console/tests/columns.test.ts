import { expect, test } from "vitest";
import { definitions, usualColumns } from "../src/views/traces/columns";

const ALL = usualColumns(Infinity);

test.each([0, 500, 700, 900, 1050, 1200, 1700])(
  "in %i pixels those that tell most stand side by side",
  (room) => {
    const shown = usualColumns(room);
    const width = definitions(shown, 0).reduce(
      (sum, { width }) => sum + Number(width),
      0,
    );

    expect(shown.slice(0, 3)).toEqual(["id", "start", "outcome"]);
    expect(shown).toContain("responseTime");
    if (shown.length > 4) expect(width).toBeLessThanOrEqual(room);
    // In the order in which they always are.
    expect(shown).toEqual(ALL.filter((column) => shown.includes(column)));
  },
);

test("more room never takes a column away", () => {
  const counts = [500, 700, 900, 1100, 1300].map((room) => usualColumns(room).length);

  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(ALL).toHaveLength(10);
});

test("what the list is ordered by is always seen", () => {
  expect(usualColumns(700)).not.toContain("duration");
  expect(usualColumns(700, "duration")).toContain("duration");
});
