/**
 * A trace as a file. What is exported is a request of PutTraceSegments with the
 * documents as they came, so that any X-Ray takes it; what can be imported is that,
 * what BatchGetTraces answered, or documents by themselves.
 */

/** PutTraceSegments takes no more at once. */
export const AT_ONCE = 50;

export class NoTrace extends Error {
  override name = "NoTrace";
}

export function exported(documents: readonly string[]): string {
  return `${JSON.stringify({ TraceSegmentDocuments: documents }, null, 2)}\n`;
}

/** The segment documents in a file; NoTrace where it holds none. */
export function imported(text: string): string[] {
  const documents = documentsIn(parse(text)).filter((each) => !inferred(each));
  if (documents.length === 0) {
    throw new NoTrace(
      "No segment document is in this file. It takes what the console exported, " +
        "what “aws xray batch-get-traces” printed, or segment documents.",
    );
  }
  return documents;
}

/** The ids of the traces that documents belong to, each once. */
export function traceIdsOf(documents: readonly string[]): string[] {
  const ids = documents.map((text) => member(parsed(text), "trace_id"));
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NoTrace("This file is not JSON.", { cause });
  }
}

function documentsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(documentsIn);
  const inside = ["TraceSegmentDocuments", "Traces", "Segments", "Document"]
    .map((name) => member(value, name))
    .find((each) => each !== undefined);
  if (inside !== undefined) return documentsIn(inside);
  return member(value, "trace_id") === undefined ? [] : [JSON.stringify(value)];
}

/** X-Ray makes these itself and will do so again. */
function inferred(document: string): boolean {
  return member(parsed(document), "inferred") === true;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
