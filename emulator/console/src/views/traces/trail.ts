/** The pages that led to the one on screen, so that one can go back and count. */

export interface Step {
  /** The position after which the page began, and where it ended. */
  after: string | null;
  next: string;
  rows: number;
}

/** Those before the page after this position; null when nobody knows. */
export function stepsBefore(steps: readonly Step[], after: string | null): Step[] | null {
  if (after === null) return [];
  const last = steps.findIndex((step) => step.next === after);
  return last < 0 ? null : steps.slice(0, last + 1);
}

export function rowsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + step.rows, 0);
}
