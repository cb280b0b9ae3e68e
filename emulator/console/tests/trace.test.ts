import { describe, expect, test } from "vitest";
import { traceFrom } from "../src/trace/assemble";
import { ancestors, ownerOf, walk } from "../src/trace/part";
import { ownIntervals } from "../src/trace/selfTime";
import { a, assembled, from, ids } from "./traces";

const CALL = a("call", { ...from(0.5, 9.5), namespace: "remote" });
const GATEWAY = a("gateway", { ...from(0, 10), subsegments: [CALL] });
const SLOW = a("slow", { ...from(1, 9), parent_id: "call", fault: true });

describe("the tree", () => {
  test("what was called hangs below the call, whatever order it came in", () => {
    const trace = assembled(SLOW, GATEWAY);

    expect(ids(trace.parts)).toBe("gateway call slow");
    expect(trace.parts.map(({ level }) => level)).toEqual([0, 1, 2]);
    expect(trace.root?.name).toBe("gateway");
    expect(ids(ancestors(trace.byId.get("slow")!))).toBe("call gateway");
    expect(ownerOf(trace.byId.get("call")!).id).toBe("gateway");
  });

  test("siblings stand in order of start", () => {
    const late = a("late", from(5, 6));
    const early = a("early", from(1, 9));

    expect(ids(assembled(a("top", { subsegments: [late, early] })).parts)).toBe(
      "top early late",
    );
  });

  test("ids that call each other in a ring are all there, and it ends", () => {
    const one = a("one", { parent_id: "two" });
    const two = a("two", { parent_id: "one" });
    const selfish = a("selfish", { parent_id: "selfish" });

    expect(assembled(one, two, selfish).parts).toHaveLength(3);
  });

  test("a chain of ten thousand calls is no problem", () => {
    const chain = Array.from({ length: 10_000 }, (_, i) =>
      a(`s${i}`, i > 0 ? { parent_id: `s${i - 1}` } : {}),
    );

    expect(walk(assembled(...chain).tops).at(-1)).toMatchObject({ level: 9999 });
  });

  test("a document that is no JSON is left out, the rest is shown", () => {
    const good = { Id: "x", Document: JSON.stringify(a("good")) };
    const trace = traceFrom({ Id: "1", Segments: [{ Id: "y", Document: "{" }, good] });

    expect(ids(trace.parts)).toBe("good");
  });

  test("without a document there is nothing", () => {
    expect(traceFrom({ Id: "1" })).toMatchObject({ parts: [], root: null, end: 0 });
  });
});

describe("own time", () => {
  const own = (id: string, ...documents: Parameters<typeof assembled>) =>
    assembled(...documents).byId.get(id)!.selfTime;

  test("is not the time spent waiting for a called service", () => {
    expect(own("gateway", GATEWAY, SLOW)).toBeCloseTo(1);
    expect(own("call", GATEWAY, SLOW)).toBeCloseTo(1);
    expect(own("slow", GATEWAY, SLOW)).toBeCloseTo(8);
  });

  test("counts what runs side by side once, and nothing beyond its own end", () => {
    const top = a("top", {
      subsegments: [a("x", from(1, 4)), a("y", from(2, 5)), a("late", from(8, 20))],
    });
    const part = assembled(top).byId.get("top")!;

    expect(ownIntervals(part, 20)).toEqual([
      { from: 0, to: 1 },
      { from: 5, to: 8 },
    ]);
  });

  test("an inferred segment repeats its caller and takes no time from it", () => {
    const call = a("call", { ...from(1, 3), namespace: "aws" });
    const table = a("table", {
      ...from(1, 3),
      name: "DynamoDB",
      parent_id: "call",
      inferred: true,
      aws: { resource_names: ["names"] },
    });
    const trace = assembled(a("root", { subsegments: [call] }), table);

    expect(trace.byId.get("call")!.selfTime).toBe(2);
    expect(trace.byId.get("table")).toMatchObject({ selfTime: 0, node: "names" });
  });
});

describe("unfinished traces", () => {
  const open = { id: "open", name: "open", start_time: 5, in_progress: true };
  const wire = { Id: "1", Segments: [{ Id: "open", Document: JSON.stringify(open) }] };

  test("an open segment makes the trace in progress", () => {
    expect(assembled(open)).toMatchObject({ inProgress: true, partial: false });
  });

  test("what is in progress reaches to the present while it is fresh", () => {
    expect(traceFrom(wire, { now: 20 }).end).toBe(20);
    expect(traceFrom(wire, { now: 5000 }).end).toBe(5);
  });

  test("what names a parent that never came stands below one that is missing", () => {
    const trace = assembled(SLOW, a("other", { ...from(2, 12), parent_id: "call" }));

    expect(trace).toMatchObject({ partial: true, root: null });
    expect(ids(trace.parts)).toBe("call slow other");
    expect(trace.tops[0]).toMatchObject({ kind: "missing", start: 1, end: 12 });
  });

  test("orphaned subsegments join the tree, with what is below them", () => {
    const orphan = { ...a("orphan"), parent_id: "gone", subsegments: [a("below")] };
    const trace = traceFrom(wire, { orphans: [JSON.stringify(orphan)] });

    expect(ids(trace.parts)).toBe("gone orphan below open");
    expect(trace.byId.get("orphan")).toMatchObject({ kind: "subsegment", level: 1 });
  });

  test("an orphan that has found its parent meanwhile is there once", () => {
    const [known] = wire.Segments;
    const trace = traceFrom(
      { Id: "1", Segments: [known!] },
      { orphans: [known!.Document] },
    );

    expect(ids(trace.parts)).toBe("open");
  });
});
