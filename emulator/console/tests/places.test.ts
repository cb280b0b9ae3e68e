import { describe, expect, test } from "vitest";
import { formatRoute, parseRoute, type Route } from "../src/route";
import { timeTicks } from "../src/timeaxis";

const HOUR = { kind: "relative", seconds: 3600 } as const;

describe("places", () => {
  test.each<Route>([
    { page: "doctor", trace: "1-58406520-a006649127e371903a2de979" },
    { page: "doctor", trace: "<b>&#?" },
    { page: "insights", range: HOUR, state: "active" },
    { page: "insight", id: "0b4b3c1e-6c5f-4f5f-8f5f-3c1e6c5f4f5f" },
    { page: "sampling", range: HOUR, task: { kind: "list" } },
    { page: "sampling", range: HOUR, task: { kind: "edit", name: "a&b/c?d#e" } },
    { page: "sampling", range: HOUR, task: { kind: "new" } },
    { page: "groups", task: { kind: "clone", name: "slow" } },
    { page: "markers" },
    { page: "account" },
    { page: "start" },
  ])("survive the way into the address bar and back: %o", (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  test("each has the range it opens on until another is chosen", () => {
    expect(formatRoute(parseRoute("#/insights"))).toBe("#/insights");
    expect(parseRoute("#/insights")).toMatchObject({ range: { seconds: 86_400 } });
    expect(parseRoute("#/settings/sampling")).toMatchObject({
      range: { seconds: 1800 },
    });
  });

  test.each(["nonsense", "settings/nonsense", "settings"])("%s is no page", (path) => {
    expect(parseRoute(`#/${path}?timeRange=PT1H`)).toEqual({ page: "unknown", path });
  });
});

describe("the moments on a time axis", () => {
  const noon = Date.UTC(2026, 0, 5, 12) / 1000;

  test.each([
    [noon + 7, noon + 907, 5, 300],
    [noon, noon + 60, 6, 10],
    [noon - 86_400, noon, 6, 21_600],
    [noon - 30 * 86_400, noon, 10, 3 * 86_400],
  ])("are round ones within it", (start, end, wanted, step) => {
    const found = timeTicks(start, end, wanted, 0);

    expect(found.length).toBeGreaterThan(1);
    expect(found.every((at) => at >= start && at <= end && at % step === 0)).toBe(true);
  });

  test("are round in local time", () => {
    const offset = 5.5 * 3600;
    const [first] = timeTicks(noon, noon + 86_400, 2, offset);

    expect((first! + offset) % 43_200).toBe(0);
  });
});
