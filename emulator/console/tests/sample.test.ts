import { expect, test } from "vitest";
import { sampleTrace } from "../src/views/start/sample";

const NOW = 1_700_000_000;
let last = 0;
const hex = (digits: number) => (++last).toString(16).padStart(digits, "0");

interface Part {
  id: string;
  parent_id?: string;
  trace_id?: string;
  start_time: number;
  end_time: number;
  subsegments?: Part[];
}

test("the sample is one trace, each segment inside the call that caused it", () => {
  const { traceId, documents } = sampleTrace(NOW, hex);
  const segments = documents as Part[];
  const calls = segments.flatMap(({ subsegments }) => subsegments ?? []);
  const [root, ...others] = segments;

  expect(traceId).toMatch(/^1-6553f0ff-[0-9a-f]{24}$/);
  expect(segments.every((each) => each.trace_id === traceId)).toBe(true);
  expect(root?.parent_id).toBeUndefined();
  for (const segment of others) {
    const cause = calls.find(({ id }) => id === segment.parent_id)!;
    expect(segment.start_time).toBeGreaterThan(cause.start_time);
    expect(segment.end_time).toBeLessThan(cause.end_time);
  }
  const ids = [...segments, ...calls].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
