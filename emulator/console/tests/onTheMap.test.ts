import { describe, expect, test } from "vitest";
import { graphFrom } from "../src/model";
import { inFull } from "../src/views/trace/onTheMap";
import { a, assembled, from } from "./traces";

/** One service that was called so often, in so many seconds as X-Ray has them. */
function graphOf(name: string, times: number, seconds: number) {
  const SummaryStatistics = { TotalCount: times, TotalResponseTime: seconds };
  return graphFrom({
    Services: [{ ReferenceId: 0, Name: name, SummaryStatistics }],
  });
}

function timeOf(graph: ReturnType<typeof graphOf>) {
  return graph.nodes[0]!.statistics!.totalTime;
}

describe("a response time on a trace's map", () => {
  const trace = assembled(a("verb-6", from(1, 1.00045)));

  test("is the timeline's, which knows parts of a millisecond", () => {
    expect(timeOf(inFull(graphOf("verb-6", 1, 0), trace))).toBeCloseTo(0.00045, 6);
  });

  test.each([
    ["another service", graphOf("verb-7", 1, 0)],
    ["more calls than came", graphOf("verb-6", 2, 0)],
    ["another time", graphOf("verb-6", 1, 0.7)],
  ])("is X-Ray's for %s", (_, graph) => {
    expect(inFull(graph, trace)).toEqual(graph);
  });
});
