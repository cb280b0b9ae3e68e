/** The expressions that were run last, kept by the browser. */

const KEY = "xray-local.expressions";
export const KEPT = 30;

/** The newest first. */
export function expressionsRun(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isText).slice(0, KEPT) : [];
  } catch {
    return []; // storage may be forbidden, or hold what another wrote
  }
}

export function remember(expression: string): void {
  const kept = remembered(expressionsRun(), expression);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // It simply is not remembered.
  }
}

export function remembered(before: readonly string[], expression: string): string[] {
  const text = expression.trim();
  if (!text) return [...before];
  return [text, ...before.filter((each) => each !== text)].slice(0, KEPT);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
