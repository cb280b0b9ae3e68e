/** How figures of a comparison read. */
import { labelOf } from "../../attributes";
import type {
  AttributeTable,
  Comparison,
  Finding,
  Row,
  Scalar,
} from "../../calls/comparison";
import { share } from "../../format";
import type { Which } from "../../pair";

/** "+93 pp", "−0.4 pp": percentage points, of which a small one is not hidden. */
export function points(delta: number): string {
  const size = Math.abs(delta);
  if (size === 0) return "0 pp";
  const figure =
    size < 0.1 ? "<0.1" : size < 9.95 ? trim(size.toFixed(1)) : size.toFixed(0);
  return `${delta > 0 ? "+" : "−"}${figure} pp`;
}

export function shown(value: Scalar): string {
  return String(value) || "(empty)";
}

/** "All of A and none of B have verb-6 as root cause of error." in parts. */
export function headline({ a, b }: Comparison, finding: Finding) {
  const [inA, inB] = [
    quantity(finding.a, a.breakdown.all.traces),
    quantity(finding.b, b.breakdown.all.traces),
  ];
  return {
    subject: `${capital(inA)} of A and ${inB} of B`,
    label: labelOf(finding.attribute),
    value: shown(finding.value),
  };
}

/** The findings that are more frequent in one of the sets. */
export function moreIn(which: Which, findings: Finding[]): Finding[] {
  return findings.filter(({ delta }) => (which === "a" ? delta > 0 : delta < 0));
}

/** Sorted by how much they differ, more in A first among equals. */
export function byDifference(rows: Row[]): Row[] {
  return [...rows].sort(
    (x, y) => Math.abs(y.delta) - Math.abs(x.delta) || y.a + y.b - x.a - x.b,
  );
}

/** Every value is as frequent in the one set as in the other. */
export function isAlike({ rows, more, leftOut }: AttributeTable): boolean {
  return more === 0 && !leftOut && rows.every(({ delta }) => delta === 0);
}

function quantity(part: number, all: number): string {
  if (part === 0) return "none";
  return part === all ? "all" : share(part, all);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function trim(figure: string): string {
  return figure.replace(/\.?0+$/, "");
}
