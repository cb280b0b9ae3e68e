/** What may come next in the filter line: asked as one types, and put into it. */
import { useEffect, useState } from "react";
import * as api from "../../api";
import { expressionsRun } from "./history";

export interface Choice {
  kind: string;
  insert: string;
  detail: string;
  /** The characters whose place it takes. */
  start: number;
  end: number;
}

export interface Line {
  text: string;
  cursor: number;
}

/** So many milliseconds of no key before the API is asked. */
const PAUSE_MS = 60;
const MOST_RECENT = 8;

export function useChoices(line: Line, open: boolean): Choice[] {
  const [answer, setAnswer] = useState<{ line: Line; choices: Choice[] } | null>(null);
  const { text, cursor } = line;
  useEffect(() => {
    if (!open) return undefined;
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      offered({ text, cursor }, abort.signal).then(
        (choices) => setAnswer({ line: { text, cursor }, choices }),
        () => setAnswer(null), // without completion one can type on
      );
    }, PAUSE_MS);
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [text, cursor, open]);
  const fits = answer?.line.text === text && answer.line.cursor === cursor;
  return open && fits ? answer.choices : [];
}

async function offered(line: Line, signal: AbortSignal): Promise<Choice[]> {
  const { text, cursor } = line;
  const letters = [...text.slice(0, cursor)].length; // the server does not count UTF-16
  const found = await api.completions(text, letters, signal);
  const choices = found.Completions.map(({ Kind, Insert, Detail }) => ({
    kind: Kind,
    insert: Insert,
    detail: Detail,
    start: offsetOf(text, found.Start),
    end: offsetOf(text, found.End),
  }));
  return [...recent(expressionsRun(), text), ...choices];
}

function offsetOf(text: string, letters: number): number {
  return [...text].slice(0, letters).join("").length;
}

/** Those that were run and begin so; they take the place of the whole line. */
export function recent(run: readonly string[], text: string): Choice[] {
  const begun = text.trim().toLowerCase();
  return run
    .filter((each) => each !== text.trim() && each.toLowerCase().startsWith(begun))
    .slice(0, begun ? 3 : MOST_RECENT)
    .map((insert) => ({
      kind: "Recent",
      insert,
      detail: "",
      start: 0,
      end: text.length,
    }));
}

const OPENING = /[\s([{=]$/;
/** Within `service(` or `edge(`, where a parenthesis comes next, or a comma. */
const NAMING = /\w\((?:"[^"]*",\s*)?$/;

/** The line with a choice in it, ready to be typed on. */
export function accepted(line: Line, choice: Choice): Line {
  const { start, insert } = choice;
  const after = line.text.slice(choice.end);
  const opens = OPENING.test(insert) || choice.kind === "Recent";
  const before = line.text.slice(0, start);
  const space = opens || NAMING.test(before) || /^[\s)}\],]/.test(after) ? "" : " ";
  return {
    text: before + insert + space + after,
    cursor: (before + insert + space).length,
  };
}
