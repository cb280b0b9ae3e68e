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

/** Each has to hold: `(a OR b) AND c`; empty ones say nothing. */
export function allOf(...expressions: string[]): string {
  const given = expressions.map((each) => each.trim()).filter(Boolean);
  if (given.length < 2) return given.join();
  return given.map(term).join(" AND ");
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
  const letters = [...expression]; // the server counts letters, not UTF-16
  letters.splice(position - 1, length, suggestion);
  return letters.join("");
}

/** One of them must hold: `a OR b`. */
export function anyOf(expressions: readonly string[]): string {
  return expressions.join(" OR ");
}

/** What does not match: `!a`, `!(a OR b)`. */
export function excluding(expression: string): string {
  return isOneTerm(expression) ? `!${expression}` : `!(${expression})`;
}

/**
 * The expression narrowed to response times in seconds, ends included; null leaves an
 * end open. Conditions that an earlier choice put at its end are replaced.
 */
export function withResponseTimes(
  expression: string,
  from: number | null,
  to: number | null,
): string {
  const conditions = [
    from === null ? "" : `responsetime >= ${seconds(from)}`,
    to === null ? "" : `responsetime <= ${seconds(to)}`,
  ].filter(Boolean);
  return allOf(withoutResponseTimes(expression), conditions.join(" AND "));
}

const CHOSEN_TIMES =
  /(?:^| AND )(?:responsetime >= [\d.]+ AND responsetime <= [\d.]+|responsetime [<>]= [\d.]+)$/;

export function withoutResponseTimes(expression: string): string {
  const without = expression.trim().replace(CHOSEN_TIMES, "");
  // Behind an OR at the top the conditions were not ours: ours follow a bracket.
  return hasOr(without) ? expression.trim() : without;
}

function term(expression: string): string {
  return hasOr(expression) ? `(${expression})` : expression;
}

function isOneTerm(expression: string): boolean {
  return !/\s/.test(bare(expression).replace(/ ?[<>=!]+ ?/g, ""));
}

/** Whether an OR stands outside of every bracket, where it would bind weaker. */
function hasOr(expression: string): boolean {
  return /(?:^|[\s·"])OR(?:$|[\s·!"])/i.test(bare(expression));
}

/** Without what is quoted or in brackets. Nothing is read but where these end. */
function bare(expression: string): string {
  let text = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  let before;
  do {
    before = text;
    text = text.replace(/ ?[([{][^()[\]{}]*[)\]}]/g, "·");
  } while (text !== before);
  return text;
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
