/** Moments that charts mark: what somebody told, and the beginnings of insights. */
import type { Insight } from "../calls/insights";
import { headline } from "../calls/insights";
import { MARKER_WORDS, type Marker, type MarkerKind } from "../calls/markers";
import type { Window } from "../range";

export type MarkKind = MarkerKind | "insight";

export interface Mark {
  id: string;
  at: number;
  kind: MarkKind;
  text: string;
}

export const MARK_WORDS: Record<MarkKind, string> = {
  ...MARKER_WORDS,
  insight: "Insight",
};

/** By time, those outside of the window left out. */
export function marksIn(
  { start, end }: Window,
  markers: readonly Marker[],
  insights: readonly Insight[],
): Mark[] {
  const began = insights.map((each): Mark => {
    return { id: each.id, at: each.start, kind: "insight", text: headline(each) };
  });
  return [...markers, ...began]
    .filter(({ at }) => at >= start && at <= end)
    .sort((a, b) => a.at - b.at);
}

/** Marks that share a sign, because theirs would cover each other. */
export interface Cluster {
  marks: Mark[];
  /** Of its sign, in pixels. */
  x: number;
}

export function clusters(
  marks: readonly Mark[],
  x: (at: number) => number,
  apart: number,
): Cluster[] {
  const found: Cluster[] = [];
  for (const mark of marks) {
    const last = found.at(-1);
    const at = x(mark.at);
    if (last && at - last.x < apart) {
      last.marks.push(mark);
      last.x = (x(last.marks[0]!.at) + at) / 2;
    } else {
      found.push({ marks: [mark], x: at });
    }
  }
  return found;
}

/** What the sign of a cluster shows; null where its marks are of several kinds. */
export function kindOf({ marks }: Cluster): MarkKind | null {
  const [first, ...others] = marks;
  return others.every(({ kind }) => kind === first!.kind) ? first!.kind : null;
}
