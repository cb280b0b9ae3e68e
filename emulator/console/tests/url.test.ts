import { describe, expect, test } from "vitest";
import {
  allOf,
  corrected,
  edgeFilter,
  excluding,
  groupFilter,
  serviceFilter,
  withResponseTimes,
} from "../src/filter";
import { formatRange, parseRange, windowOf } from "../src/range";
import { formatRoute, parseRoute, traceIdIn, type Route } from "../src/route";

const HOUR = { kind: "relative", seconds: 3600 } as const;

describe("routes", () => {
  test.each<Route>([
    { page: "map", range: HOUR, node: "adjective-4", type: null, search: "adj" },
    {
      page: "map",
      range: HOUR,
      node: "names",
      type: "client",
      search: "",
      to: "verb/6&?",
      toType: "AWS::DynamoDB::Table",
      group: "shop",
      filter: 'fault OR http.url CONTAINS "a&b"',
      hide: "/^a\\d+#/",
      focus: true,
      view: "list",
      sizing: "health",
      icons: true,
      edgeFigures: true,
      paused: true,
    },
    {
      page: "traces",
      range: HOUR,
      filter: 'service("a&b#c") { fault } AND user = "ü/?"',
    },
    {
      page: "traces",
      range: HOUR,
      filter: "",
      view: {
        group: "slow ones",
        by: "annotation.my.key",
        order: { by: "http.status", descending: false },
        columns: ["id", "annotation.a,b&c"],
        after: "a+b/c==",
        charts: false,
        live: true,
      },
    },
    {
      page: "trace",
      id: "1-58406520-a006649127e371903a2de979",
      segment: "70de5b6f19ff9a0a",
    },
    {
      page: "trace",
      id: "1-58406520-a006649127e371903a2de979",
      segment: null,
      raw: true,
      tab: "sql",
      search: "a&b /?#",
      only: "path",
    },
  ])("survive the way into the address bar and back: %o", (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  test("no page and no range is the map of the last 15 minutes", () => {
    const map = { page: "map", range: { kind: "relative", seconds: 900 } };

    expect(parseRoute("")).toMatchObject(map);
    expect(parseRoute("#/service-map?timeRange=soon")).toMatchObject(map);
  });
});

describe("time ranges", () => {
  test("X-Ray's absolute form, unpadded and in UTC, is understood", () => {
    expect(parseRange("2018-9-11T3:40~2018-9-11T3:45")).toEqual({
      kind: "absolute",
      start: Date.UTC(2018, 8, 11, 3, 40) / 1000,
      end: Date.UTC(2018, 8, 11, 3, 45) / 1000,
    });
  });

  test.each([
    "PT5M",
    "PT6H",
    "P2D",
    "PT90S",
    "2026-01-02T03:04:05Z~2026-01-02T04:00:00Z",
  ])("%s comes back as it was", (text) => {
    expect(formatRange(parseRange(text))).toBe(text);
  });

  test("a range that ends before it begins is not taken", () => {
    expect(parseRange("2026-01-02T04:00:00Z~2026-01-02T03:00:00Z")).toEqual(
      parseRange(null),
    );
  });

  test("a relative range ends now", () => {
    expect(windowOf(HOUR, 10_000)).toEqual({ start: 6400, end: 10_000 });
  });
});

test.each([
  ["1-58406520-a006649127e371903a2de979", "1-58406520-a006649127e371903a2de979"],
  [" 4efaaf4d1e8720b39541901950019ee5 ", "1-4efaaf4d-1e8720b39541901950019ee5"],
  ["responsetime > 1", null],
  ["1-58406520", null],
])("%s names the trace %s", (text, id) => {
  expect(traceIdIn(text)).toBe(id);
});

describe("filter expressions", () => {
  test("a selection becomes conditions on the service", () => {
    const selection = {
      outcomes: new Set(["fault", "error"] as const),
      times: { from: 1.5, to: 2.00049 },
    };

    expect(serviceFilter("adjective-4", null, selection)).toBe(
      'service("adjective-4") { (error OR fault) AND responsetime >= 1.5 AND responsetime <= 2 }',
    );
  });

  test("a name that two nodes share is told apart by type", () => {
    expect(serviceFilter("names", "AWS::DynamoDB::Table")).toBe(
      'service(id(name: "names", type: "AWS::DynamoDB::Table"))',
    );
  });

  test("a call is named by both its ends", () => {
    const table = { name: "names", type: "AWS::DynamoDB::Table" };
    const slow = { outcomes: new Set<never>(), times: { from: 0.5, to: 1 } };

    expect(edgeFilter({ name: "names", type: null }, table, slow)).toBe(
      'edge("names", id(name: "names", type: "AWS::DynamoDB::Table")) { responsetime >= 0.5 AND responsetime <= 1 }',
    );
  });

  test("what the map is filtered by holds for its traces, too", () => {
    expect(allOf(groupFilter("shop"), "ok OR error", "", 'service("a")')).toBe(
      'group.name = "shop" AND (ok OR error) AND service("a")',
    );
    expect(allOf("", " fault ")).toBe("fault");
  });

  test("quotes in a name cannot end the string", () => {
    expect(serviceFilter('a" } OR ok', null)).toBe('service("a\\" } OR ok")');
  });

  test.each([
    ["", "fault", "fault"],
    ["ok", "fault", "ok AND fault"],
    ["error OR fault", "ok", "(error OR fault) AND ok"],
    ["ok", 'user = "a" OR user = "b"', 'ok AND (user = "a" OR user = "b")'],
    ['service("x") { error OR fault }', "ok", 'service("x") { error OR fault } AND ok'],
    ['user = "this OR that"', "ok", 'user = "this OR that" AND ok'],
    ['user = "\\" OR "', "ok", 'user = "\\" OR " AND ok'],
    ['service("x"){ok}OR fault', "ok", '(service("x"){ok}OR fault) AND ok'],
    ["(error) or (fault)", "ok", "((error) or (fault)) AND ok"],
    ["annotation.OR", "ok", "annotation.OR AND ok"],
  ])("both of %s and %s", (first, second, together) => {
    expect(allOf(first, second)).toBe(together);
  });

  test("what is excluded is bracketed where that changes the meaning", () => {
    expect(excluding('user = "a b"')).toBe('!user = "a b"');
    expect(excluding("error OR fault")).toBe("!(error OR fault)");
    expect(excluding("ok AND partial")).toBe("!(ok AND partial)");
  });

  test("chosen response times take the place of those chosen before", () => {
    const once = withResponseTimes("error OR fault", 0.5, 2);
    expect(once).toBe("(error OR fault) AND responsetime >= 0.5 AND responsetime <= 2");
    expect(withResponseTimes(once, 1, null)).toBe(
      "(error OR fault) AND responsetime >= 1",
    );
    expect(withResponseTimes("responsetime >= 1", null, 3)).toBe("responsetime <= 3");
    expect(withResponseTimes("ok OR error AND responsetime >= 1", 2, null)).toBe(
      "(ok OR error AND responsetime >= 1) AND responsetime >= 2",
    );
  });

  test("a suggestion replaces exactly the characters at fault", () => {
    const mistake = { position: 11, length: 11 };

    expect(corrected("error AND resposetime > 1", mistake, "responsetime")).toBe(
      "error AND responsetime > 1",
    );
  });
});
