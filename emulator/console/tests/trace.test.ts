import { describe, expect, test } from "vitest";
import { findPart, flatten, traceFrom } from "../src/trace";
import { dominantShare, visibleRows } from "../src/views/trace/rows";
import type { WireDocument } from "../src/wire";

const GATEWAY: WireDocument = {
  id: "aaaaaaaaaaaaaaa1",
  name: "gateway",
  start_time: 100,
  end_time: 102.1,
  subsegments: [
    {
      id: "aaaaaaaaaaaaaaa2",
      name: "slow",
      namespace: "remote",
      start_time: 100.05,
      end_time: 102.05,
    },
  ],
};
const SLOW: WireDocument = {
  id: "aaaaaaaaaaaaaaa3",
  name: "slow",
  parent_id: "aaaaaaaaaaaaaaa2",
  start_time: 100.06,
  end_time: 102.04,
  fault: true,
};

function assembled(...documents: WireDocument[]) {
  return traceFrom({
    Id: "1-58406520-a006649127e371903a2de979",
    Duration: 2.1,
    Segments: documents.map((d) => ({ Id: d.id, Document: JSON.stringify(d) })),
  });
}

test("segments stand in call order, whatever order they came in", () => {
  const trace = assembled(SLOW, GATEWAY);

  expect(trace.segments.map((segment) => segment.name)).toEqual(["gateway", "slow"]);
  expect(trace.root?.name).toBe("gateway");
  expect(trace.partial).toBe(false);
});

test("time spent waiting for a called service is not the caller's own", () => {
  const trace = assembled(GATEWAY, SLOW);
  const own = new Map(
    trace.segments.flatMap(flatten).map((part) => [part.id, part.selfTime]),
  );

  expect(own.get("aaaaaaaaaaaaaaa1")).toBeCloseTo(0.1);
  expect(own.get("aaaaaaaaaaaaaaa2")).toBeCloseTo(0.02);
  expect(own.get("aaaaaaaaaaaaaaa3")).toBeCloseTo(1.98);
});

test("the part that made the trace slow is pointed at, and only that one", () => {
  const trace = assembled(GATEWAY, SLOW);
  const dominant = trace.segments
    .flatMap(flatten)
    .filter((part) => dominantShare(part, trace));

  expect(dominant.map((part) => part.id)).toEqual(["aaaaaaaaaaaaaaa3"]);
});

test("an inferred segment repeats its caller and takes no time from it", () => {
  const call = {
    id: "b".repeat(16),
    name: "DynamoDB",
    namespace: "aws",
    start_time: 1,
    end_time: 3,
  };
  const root = {
    id: "c".repeat(16),
    name: "names",
    start_time: 1,
    end_time: 3,
    subsegments: [call],
  };
  const table = {
    ...call,
    id: "d".repeat(16),
    parent_id: call.id,
    inferred: true,
    aws: { resource_names: ["names"] },
  };
  const trace = assembled(root, table);

  expect(findPart(trace, call.id)?.selfTime).toBe(2);
  expect(findPart(trace, table.id)?.selfTime).toBe(0);
  expect(findPart(trace, table.id)?.node).toBe("names");
});

describe("unfinished traces", () => {
  test("an open segment makes the trace in progress", () => {
    const open = { id: "e".repeat(16), name: "open", start_time: 5, in_progress: true };

    expect(assembled(open)).toMatchObject({ inProgress: true, partial: false });
  });

  test("a segment whose parent never came makes it partial", () => {
    expect(assembled(SLOW)).toMatchObject({ partial: true, root: null });
  });

  test("a document that is no JSON is left out, the rest is shown", () => {
    const trace = traceFrom({ Id: "1", Segments: [{ Id: "x", Document: "{" }] });

    expect(trace.segments).toEqual([]);
  });
});

test("a collapsed segment hides its subsegments and nothing else", () => {
  const trace = assembled(GATEWAY, SLOW);
  const names = (collapsed: string[]) =>
    visibleRows(trace, new Set(collapsed)).map((row) => row.part.id.slice(-1));

  expect(names([])).toEqual(["1", "2", "3"]);
  expect(names(["aaaaaaaaaaaaaaa1"])).toEqual(["1", "3"]);
});
