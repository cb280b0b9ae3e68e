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

export interface Named {
  name: string;
  /** Needed only where the name alone does not say which service is meant. */
  type: string | null;
}

/** `service("a") { fault AND responsetime >= 1.5 AND responsetime <= 2 }` */
export function serviceFilter(
  name: string,
  type: string | null,
  selection: Selection = WHOLE,
): string {
  return `service(${nodeText({ name, type })})${braces(selection)}`;
}

/** The same of a call, as its caller measured it: `edge("a", "b") { fault }`. */
export function edgeFilter(
  caller: Named,
  callee: Named,
  selection: Selection = WHOLE,
): string {
  return `edge(${nodeText(caller)}, ${nodeText(callee)})${braces(selection)}`;
}

/** One expression of several, each of which has to hold; empty ones say nothing. */
export function allOf(...expressions: string[]): string {
  const given = expressions.map((each) => each.trim()).filter(Boolean);
  if (given.length < 2) return given.join();
  return given
    .map((each) => (/\b(OR|AND)\b/i.test(each) ? `(${each})` : each))
    .join(" AND ");
}

export function groupFilter(group: string): string {
  return group === "" ? "" : `group.name = ${quote(group)}`;
}

function nodeText({ name, type }: Named): string {
  return type === null ? quote(name) : `id(name: ${quote(name)}, type: ${quote(type)})`;
}

function braces(selection: Selection): string {
  const conditions = [outcomes(selection.outcomes), times(selection.times)];
  const given = conditions.filter(Boolean);
  return given.length === 0 ? "" : ` { ${given.join(" AND ")} }`;
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
