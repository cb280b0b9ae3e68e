/** Which rows of the tree are on screen, and where a key press leads. */
import { ancestors, walk, type Part, type Trace } from "./part";

export interface Row {
  part: Part;
  /** Has something below it that can be shown. */
  expandable: boolean;
  expanded: boolean;
  /** Its place among those at its side, from 1, and how many they are. */
  place: number;
  siblings: number;
}

/**
 * The tree without what is folded away. With `only`, no more than those parts and the
 * way to them.
 */
export function visibleRows(
  trace: Trace,
  folded: ReadonlySet<string>,
  only: ReadonlySet<string> | null = null,
): Row[] {
  const kept = only && withAncestors(trace, only);
  const shown = (parts: readonly Part[]) =>
    kept ? parts.filter((part) => kept.has(part.id)) : parts;
  const rows: Row[] = [];
  const pending: Row[] = [];
  const push = (parts: readonly Part[]) => {
    for (let i = parts.length - 1; i >= 0; i -= 1) {
      const part = parts[i]!;
      const expandable = shown(part.children).length > 0;
      pending.push({
        part,
        expandable,
        expanded: expandable && !folded.has(part.id),
        place: i + 1,
        siblings: parts.length,
      });
    }
  };
  push(shown(trace.tops));
  for (let row = pending.pop(); row; row = pending.pop()) {
    rows.push(row);
    if (row.expanded) push(shown(row.part.children));
  }
  return rows;
}

function withAncestors(trace: Trace, only: ReadonlySet<string>): Set<string> {
  const kept = new Set<string>();
  for (const part of trace.parts) {
    if (!only.has(part.id)) continue;
    for (let each: Part | null = part; each && !kept.has(each.id); each = each.parent) {
      kept.add(each.id);
    }
  }
  return kept;
}

/** Those of the parts that can be folded. */
export function foldable(parts: readonly Part[]): string[] {
  return parts.filter((part) => part.children.length > 0).map(({ id }) => id);
}

/** The folds that are left when these parts are to be seen. */
export function revealing(
  folded: ReadonlySet<string>,
  parts: readonly Part[],
): ReadonlySet<string> {
  const above = new Set(parts.flatMap(ancestors).map(({ id }) => id));
  return [...folded].some((id) => above.has(id))
    ? new Set([...folded].filter((id) => !above.has(id)))
    : folded;
}

export type Move =
  | { to: "row"; index: number }
  | { to: "fold"; ids: string[]; folded: boolean }
  | { to: "select" };

/** WAI-ARIA's keys of a treegrid, and Shift with an arrow for all that is below. */
export function move(
  { key, shift }: { key: string; shift: boolean },
  rows: readonly Row[],
  at: number,
  page: number,
): Move | null {
  const row = rows[at];
  if (!row) return null;
  const last = rows.length - 1;
  const toRow = (index: number): Move => ({
    to: "row",
    index: Math.min(Math.max(index, 0), last),
  });
  switch (key) {
    case "ArrowDown":
      return toRow(at + 1);
    case "ArrowUp":
      return toRow(at - 1);
    case "PageDown":
      return toRow(at + page);
    case "PageUp":
      return toRow(at - page);
    case "Home":
      return toRow(0);
    case "End":
      return toRow(last);
    case "ArrowRight":
      if (shift) return fold(below(row.part), false);
      if (row.expandable && !row.expanded) return fold([row.part.id], false);
      return row.expandable ? toRow(at + 1) : null;
    case "ArrowLeft":
      if (shift) return fold(below(row.part), true);
      if (row.expanded) return fold([row.part.id], true);
      return (
        row.part.parent && toRow(rows.findIndex(({ part }) => part === row.part.parent))
      );
    case "Enter":
    case " ":
      return { to: "select" };
    default:
      return null;
  }
}

function fold(ids: string[], folded: boolean): Move {
  return { to: "fold", ids, folded };
}

function below(part: Part): string[] {
  return foldable(walk([part]));
}
