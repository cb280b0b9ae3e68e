import { describe, expect, test } from "vitest";
import { labelsThatFit, type Candidate } from "../src/layout/labels";
import { arrowAt, neighbourAt } from "../src/layout/nearest";
import { placeGraph } from "../src/layout/place";
import type { Bin, Graph, GraphNode, Outcome } from "../src/model";
import { ringSizes } from "../src/views/map/look";
import { insightsByNode } from "../src/views/map/insights";
import { around, patternFrom, without } from "../src/views/map/narrow";
import { percentile, rowsOf, sorted } from "../src/views/map/rows";
import { fit, visibleArea, zoomed } from "../src/views/map/viewport";
import { edge, node, wordMesh } from "./mesh";

function service(name: string, counts: Partial<Record<Outcome, number>> = {}): GraphNode {
  const all = { ok: 0, error: 0, throttle: 0, fault: 0, ...counts };
  const total = Object.values(all).reduce((a, b) => a + b, 0);
  return {
    ...node(name),
    root: false,
    client: false,
    statistics: total === 0 ? null : { total, counts: all, totalTime: total },
    histogram: [],
  };
}

function graphOf(nodes: GraphNode[], pairs: [GraphNode, GraphNode][]): Graph {
  const edges = pairs.map(([a, b]) => ({
    ...edge(a, b),
    key: `${a.key} -> ${b.key}`,
    statistics: null,
    histogram: [],
    link: false,
    ages: [],
  }));
  return { nodes, edges, start: null, end: null };
}

const names = (graph: Graph) => graph.nodes.map((each) => each.name);

describe("names that are hidden", () => {
  test.each([
    ["health", ["health-check", "payment-health"], ["checkout"]],
    ["health*", ["health-check", "HEALTH"], ["payment-health"]],
    ["*-canary, test*", ["shop-canary", "tests"], ["canary-shop", "latest"]],
    ["/^adj-\\d$/", ["adj-4"], ["adj-10", "my-adj-4"]],
    ["a.b*(c)", [], ["axb(c)"]],
    ["a.b*", ["a.b", "a.b.c"], ["axb"]],
    [" , ", [], ["anything"]],
  ])("%s", (text, hidden, shown) => {
    const pattern = patternFrom(text)!;

    expect(hidden.filter(pattern)).toEqual(hidden);
    expect(shown.filter(pattern)).toEqual([]);
  });

  test("a regular expression that cannot be read hides nothing and is told", () => {
    expect(patternFrom("/(/")).toBe(null);
    expect(patternFrom("(")!("a (b")).toBe(true);
  });

  test("their calls go with them", () => {
    const [a, b, c] = [service("a"), service("b"), service("c")];
    const graph = graphOf(
      [a, b, c],
      [
        [a, b],
        [b, c],
      ],
    );

    expect(names(without(graph, patternFrom("b")!))).toEqual(["a", "c"]);
    expect(without(graph, patternFrom("b")!).edges).toEqual([]);
    expect(without(graph, patternFrom("nobody")!)).toBe(graph);
  });
});

test("around a service there is what leads to it and what it leads to", () => {
  const [a, b, c, other] = ["a", "b", "c", "other"].map((name) => service(name));
  const graph = graphOf(
    [a!, b!, c!, other!],
    [
      [a!, b!],
      [b!, c!],
      [a!, other!],
    ],
  );

  expect(names(around(graph, b!.key))).toEqual(["a", "b", "c"]);
  expect(around(graph, b!.key).edges.length).toBe(2);
});

describe("names from afar", () => {
  const at = (key: string, x: number, more: Partial<Candidate> = {}): Candidate => {
    const usual = { y: 0, radius: 10, weight: 0, urgent: false, boxed: false };
    return { ...usual, key, x, text: key, ...more };
  };
  const wide = { left: -1000, right: 5000 };

  test("stand beside their rings where there is room", () => {
    const all = [at("first", 0), at("second", 100)];

    expect([...labelsThatFit(all, 1, wide)]).toEqual([
      ["first", "right"],
      ["second", "right"],
    ]);
  });

  test("stand below where there is no room beside", () => {
    const row = [at("a-long-name", 0), at("b", 40), at("c", -40)];
    const boxed = row.map((each) => ({ ...each, boxed: true }));

    expect(labelsThatFit(row, 1, wide).get("a-long-name")).toBe("below");
    expect(labelsThatFit(boxed, 1, wide).has("a-long-name")).toBe(false);
  });

  test("give way to rings, urgent ones do not", () => {
    const around = [at("b", 40), at("c", -40), at("d", 0, { y: 25 })];
    const crowded = [at("a-long-name", 0), ...around];
    const urgent = [at("a-long-name", 0, { urgent: true }), ...around];

    expect(labelsThatFit(crowded, 1, wide).has("a-long-name")).toBe(false);
    expect(labelsThatFit(urgent, 1, wide).get("a-long-name")).toBe("right");
  });

  test("of two that want the same room the weightier gets it", () => {
    const two = [
      at("light-and-long", 0, { urgent: true }),
      at("heavy", 30, { urgent: true, weight: 1, x: -60 }),
    ];
    const bounds = { left: -70, right: 40 };

    expect([...labelsThatFit(two, 1, bounds).keys()]).toEqual(["heavy"]);
  });

  test("at the window's edge a name stands at the left", () => {
    expect(labelsThatFit([at("edge", 100)], 1, { left: 0, right: 110 }).get("edge")).toBe(
      "left",
    );
  });

  test("coming nearer brings more of them", () => {
    const row = Array.from({ length: 20 }, (_, i) => at(`service-${i}`, 60 * i));
    const far = labelsThatFit(row, 0.5, wide).size;

    expect(labelsThatFit(row, 2, wide).size).toBe(20);
    expect(far).toBeLessThan(20);
  });
});

describe("what a point or a key means", () => {
  const { nodes, edges } = wordMesh();
  const placed = placeGraph(nodes, edges);
  const gateway = placed.nodes.get("gateway (service)")!;
  const entrance = placed.nodes.get("names (service)")!;

  test("a click on an arrow finds it, one beside it does not", () => {
    const middle = { x: (gateway.x + entrance.x) / 2, y: gateway.y };

    expect(arrowAt(middle, placed, 6)?.key).toBe("gateway (service) -> names (service)");
    expect(arrowAt({ ...middle, y: middle.y + 40 }, placed, 6)).toBe(null);
  });

  test("arrow keys go from service to service", () => {
    const all = [...placed.nodes.values()];
    const right = neighbourAt(gateway, all, "ArrowRight")!;

    expect(right.key).toBe(entrance.key);
    expect(neighbourAt(right, all, "ArrowLeft")!.key).toBe(gateway.key);
    expect(neighbourAt(gateway, all, "Home")).toBe(null);
  });

  test("every service can be reached by arrow keys", () => {
    const all = [...placed.nodes.values()];
    const reached = new Set([gateway.key]);
    for (const key of reached) {
      for (const press of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
        const next = neighbourAt(placed.nodes.get(key)!, all, press);
        if (next) reached.add(next.key);
      }
    }

    expect(reached.size).toBe(all.length);
  });
});

describe("the list", () => {
  const ill = service("ill", { ok: 1, fault: 1 });
  const well = service("well", { ok: 5 });
  const silent = service("silent");
  const rows = rowsOf(
    graphOf(
      [ill, well, silent],
      [
        [well, ill],
        [silent, ill],
      ],
    ),
    new Map(),
    new Map(),
  );
  const order = (
    ...by: Parameters<typeof sorted> extends [any, ...infer R] ? R : never
  ) => sorted(rows, ...by).map((row) => row.name);

  test("sorts by any column, those without a figure last", () => {
    expect(order("failed", true)).toEqual(["ill", "well", "silent"]);
    expect(order("failed", false)).toEqual(["well", "ill", "silent"]);
    expect(order("name", false)).toEqual(["ill", "silent", "well"]);
    expect(order("callers", true)[0]).toBe("ill");
  });

  test("a percentile is where so many requests were done", () => {
    const bins: Bin[] = [
      { value: 0.1, count: 90 },
      { value: 0.5, count: 9 },
      { value: 3, count: 1 },
    ];

    expect([0.5, 0.95, 1].map((part) => percentile(bins, part))).toEqual([0.1, 0.5, 3]);
    expect(percentile([], 0.95)).toBe(null);
  });
});

test("rings by traffic grow with requests, by health with failed ones", () => {
  const [busy, ill] = [service("busy", { ok: 100 }), service("ill", { fault: 4 })];
  const traffic = ringSizes([busy, ill], "traffic");
  const health = ringSizes([busy, ill], "health");

  expect(traffic.get(busy.key)).toBeGreaterThan(traffic.get(ill.key)!);
  expect(health.get(ill.key)).toBeGreaterThan(health.get(busy.key)!);
  expect(ringSizes([busy, ill], "none").size).toBe(0);
});

test("an insight marks the services that it names, the newest first", () => {
  const [a, b] = [service("a"), service("b")];
  const insights = {
    InsightSummaries: [
      { Summary: "new", RootCauseServiceId: { Name: "a" }, TopAnomalousServices: [] },
      {
        Summary: "old",
        State: "CLOSED",
        TopAnomalousServices: [
          { ServiceId: { Name: "a" } },
          { ServiceId: { Name: "b" } },
        ],
      },
    ],
  };

  expect(insightsByNode(insights, graphOf([a, b], []))).toEqual(
    new Map([
      [a.key, "new"],
      [b.key, "old (over)"],
    ]),
  );
});

describe("the view", () => {
  const window = { width: 800, height: 400 };

  test("fitted shows all of the map", () => {
    const map = { x: 0, y: 0, width: 4000, height: 1000 };
    const seen = visibleArea(fit(map, window), window);

    expect(seen.x).toBeCloseTo(0);
    expect(seen.width).toBeCloseTo(4000);
    expect(seen.y).toBeLessThan(0);
  });

  test("zoomed keeps the point under the pointer", () => {
    const before = { x: 10, y: 20, scale: 0.5 };
    const after = zoomed(before, 2, 300, 200);

    expect((300 - after.x) / after.scale).toBeCloseTo((300 - before.x) / before.scale);
    expect(zoomed(before, 1e9, 0, 0).scale).toBe(3);
  });
});
