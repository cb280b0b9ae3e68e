/** Traces for tests: what is not said does not matter. */
import { traceFrom } from "../src/trace/assemble";
import type { Part, Trace } from "../src/trace/part";
import type { WireDocument } from "../src/wire";

/** From 0 to 10 unless told; `id` is what a test calls it. */
export function a(id: string, members: Partial<WireDocument> = {}): WireDocument {
  return { id, name: id, start_time: 0, end_time: 10, ...members };
}

export function from(start: number, end: number): Partial<WireDocument> {
  return { start_time: start, end_time: end };
}

export function assembled(...documents: WireDocument[]): Trace {
  return traceFrom({
    Id: "1-58406520-a006649127e371903a2de979",
    Segments: documents.map((d) => ({ Id: d.id, Document: JSON.stringify(d) })),
  });
}

export function ids(parts: readonly Part[]): string {
  return parts.map(({ id }) => id).join(" ");
}
