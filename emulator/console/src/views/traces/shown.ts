/**
 * Which rows are on screen. Until the answer to a new question is there those of the
 * last one stay, so that nothing jumps; and of a new answer the first rows are drawn
 * before the rest, which is what a person waits for.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Summary } from "../../model";

/** As many as a screen holds. */
const FIRST = 30;

interface Shown {
  key: string;
  rows: Summary[];
}

const NOTHING: Shown = { key: "", rows: [] };

/** `key` names the question; `rows` is null until its answer is there. */
export function useShown(key: string, rows: Summary[] | null) {
  const last = useRef(NOTHING);
  const answer = useMemo(() => rows && { key, rows }, [key, rows]);
  useEffect(() => {
    if (answer) last.current = answer;
  }, [answer]);
  const shown = answer ?? last.current;
  const [whole, setWhole] = useState("");
  useEffect(() => afterPainting(() => setWhole(shown.key)), [shown.key]);
  const cut = whole !== shown.key;
  const visible = useMemo(
    () => (cut ? shown.rows.slice(0, FIRST) : shown.rows),
    [cut, shown.rows],
  );
  return { rows: visible, stale: answer === null && shown.rows.length > 0 };
}

function afterPainting(run: () => void): () => void {
  let timer: number | undefined;
  const frame = requestAnimationFrame(() => {
    timer = window.setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    window.clearTimeout(timer);
  };
}
