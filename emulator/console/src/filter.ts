/**
 * Writes filter expressions for the API. The console only ever composes them;
 * reading them is the server's business.
 */
import { OUTCOMES, type Outcome } from "./model";

export interface Selection {
  /** Empty or complete: every outcome. */
  outcomes: ReadonlySet<Outcome>;
  /** Response times in seconds, both ends included. */
  times: { from: number; to: number } | null;
}

export const WHOLE: Selection = { outcomes: new Set(), times: null };

/** `service("a") { fault AND responsetime >= 1.5 AND responsetime <= 2 }` */
export function serviceFilter(
  name: string,
  type: string | null,
  selection: Selection = WHOLE,
): string {
  const node =
    type === null ? quote(name) : `id(name: ${quote(name)}, type: ${quote(type)})`;
  const conditions = [outcomes(selection.outcomes), times(selection.times)].filter(
    Boolean,
  );
  return conditions.length === 0
    ? `service(${node})`
    : `service(${node}) { ${conditions.join(" AND ")} }`;
}

/**
 * `annotation[handler] = "adjective-4"`; null for what no expression can name: a key
 * with other characters, a value that is no scalar.
 */
export function annotationFilter(key: string, value: unknown): string | null {
  if (!/^[A-Za-z0-9_.]+$/.test(key)) return null;
  const literal =
    typeof value === "string"
      ? quote(value)
      : typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : null;
  return literal === null ? null : `annotation[${key}] = ${literal}`;
}

/** The expression with the characters at fault replaced by the server's suggestion. */
export function corrected(
  expression: string,
  { position, length }: { position: number; length: number },
  suggestion: string,
): string {
  const from = position - 1;
  return expression.slice(0, from) + suggestion + expression.slice(from + length);
}

function outcomes(chosen: ReadonlySet<Outcome>): string {
  const words = OUTCOMES.filter((outcome) => chosen.has(outcome));
  if (words.length === 0 || words.length === OUTCOMES.length) return "";
  return words.length === 1 ? words[0]! : `(${words.join(" OR ")})`;
}

function times(range: Selection["times"]): string {
  return range === null
    ? ""
    : `responsetime >= ${seconds(range.from)} AND responsetime <= ${seconds(range.to)}`;
}

/** Milliseconds are as fine as the API's histograms are. */
function seconds(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** The language takes JSON's escapes. */
function quote(text: string): string {
  return JSON.stringify(text);
}
