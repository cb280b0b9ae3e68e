import { expect, test } from "vitest";
import { ambiguous, findNode, graphFrom, outcomeOf, worst } from "../src/model";
import { ringShares } from "../src/parts/Ring";
import type { WireServiceGraph } from "../src/wire";

const STATISTICS = {
  OkCount: 96,
  ErrorStatistics: { ThrottleCount: 1, OtherCount: 3, TotalCount: 4 },
  FaultStatistics: { OtherCount: 0, TotalCount: 0 },
  TotalCount: 100,
  TotalResponseTime: 5,
};

const ANSWER: WireServiceGraph = {
  Services: [
    {
      ReferenceId: 7,
      Name: "names",
      Type: "AWS::DynamoDB::Table",
      SummaryStatistics: STATISTICS,
    },
    {
      ReferenceId: 3,
      Name: "names",
      Type: null,
      SummaryStatistics: STATISTICS,
      ResponseTimeHistogram: [
        { Value: 1, Count: 1 },
        { Value: 0.4, Count: 2 },
      ],
      Edges: [{ ReferenceId: 7, SummaryStatistics: STATISTICS }],
    },
    {
      ReferenceId: 1,
      Name: "names",
      Type: "client",
      State: "unknown",
      Edges: [{ ReferenceId: 3 }],
    },
  ],
};

test("reference ids, which change with every answer, leave no trace in the keys", () => {
  const graph = graphFrom(ANSWER);
  const renumbered = graphFrom({
    Services: [...ANSWER.Services!].reverse().map((s) => ({
      ...s,
      ReferenceId: s.ReferenceId + 10,
      Edges: s.Edges?.map((e) => ({ ...e, ReferenceId: e.ReferenceId + 10 })) ?? null,
    })),
  });

  expect(renumbered).toEqual(graph);
  expect(graph.edges.map((edge) => edge.key)).toEqual([
    "names (client) -> names (service)",
    "names (service) -> names (AWS::DynamoDB::Table)",
  ]);
});

test("a link is an arrow beside the calls between the same two", () => {
  const { edges } = graphFrom({
    Services: ANSWER.Services!.map((service) => ({
      ...service,
      Edges:
        service.Edges?.flatMap((edge) => [edge, { ...edge, EdgeType: "link" }]) ?? null,
    })),
  });

  expect(edges.map(({ key, link }) => [key, link])).toEqual([
    ["names (client) -> names (service)", false],
    ["names (client) ~> names (service)", true],
    ["names (service) -> names (AWS::DynamoDB::Table)", false],
    ["names (service) ~> names (AWS::DynamoDB::Table)", true],
  ]);
});

test("histograms, which come in no order, are sorted", () => {
  const node = findNode(graphFrom(ANSWER), "names", null)!;

  expect(node.histogram).toEqual([
    { value: 0.4, count: 2 },
    { value: 1, count: 1 },
  ]);
});

test("a client has no figures, and its name means the service", () => {
  const graph = graphFrom(ANSWER);

  expect(findNode(graph, "names", "client")).toMatchObject({
    client: true,
    statistics: null,
  });
  expect(findNode(graph, "names", "AWS::DynamoDB::Table")?.type).toBe(
    "AWS::DynamoDB::Table",
  );
  expect(findNode(graph, "nobody", null)).toBeNull();
  expect(ambiguous(graph, findNode(graph, "names", null)!)).toBe(true);
});

test("a ring goes all the way round, and a rare outcome keeps a visible part of it", () => {
  const shares = ringShares({
    total: 1000,
    totalTime: 1,
    counts: { ok: 999, error: 0, throttle: 0, fault: 1 },
  });
  const sum = shares.reduce((all, { percent }) => all + percent, 0);

  expect(shares.map(({ outcome }) => outcome)).toEqual(["ok", "fault"]);
  expect(shares[1]!.percent).toBeGreaterThan(3);
  expect(sum).toBeCloseTo(100);
});

test("one word for several flags", () => {
  expect(outcomeOf({ error: true, throttle: true })).toBe("throttle");
  expect(outcomeOf({ fault: true, error: true })).toBe("fault");
  expect(outcomeOf({})).toBe("ok");
  expect(
    worst({ total: 2, totalTime: 0, counts: { ok: 1, error: 1, throttle: 0, fault: 0 } }),
  ).toBe("error");
});
