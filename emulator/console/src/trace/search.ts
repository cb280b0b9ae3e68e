/** Finding parts by whatever their senders wrote into them. */
import type { Part, Trace } from "./part";

const read = new WeakMap<Part, string>();

/** Parts that have the text anywhere but in a time; none for no text. */
export function found(trace: Trace, text: string): Part[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  return trace.parts.filter((part) => contents(part).includes(wanted));
}

function contents(part: Part): string {
  const known = read.get(part);
  if (known !== undefined) return known;
  const { document: d } = part;
  const said = [
    ...[part.name, part.node, part.id, d.parent_id, d.origin, d.namespace, d.user],
    ...[d.http, d.aws, d.service, d.sql, d.cause].flatMap((each) => values(each)),
    // Keys of the sender's own are worth finding, X-Ray's are not.
    ...[d.annotations, d.metadata].flatMap((each) => [keys(each), ...values(each)]),
  ];
  const text = said.flat().filter(Boolean).join("\n").toLowerCase();
  read.set(part, text);
  return text;
}

function values(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return typeof value === "object"
    ? Object.values(value).flatMap(values)
    : [String(value)];
}

function keys(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keys)];
}
