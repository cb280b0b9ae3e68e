/**
 * One line for a filter expression or a trace id. A mistake is shown under the
 * very characters the server points at; the line itself is never interpreted.
 */
import Button from "@cloudscape-design/components/button";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { ApiError } from "../../api";
import { corrected } from "../../filter";
import { ExpressionLine } from "../../parts/expression/ExpressionLine";
import { Mistake } from "./Mistake";

interface Props {
  /** The expression that was run last. */
  filter: string;
  error: Error | null;
  /** What to say below the line when there is no mistake. */
  summary: ReactNode;
  onRun: (text: string) => void;
}

const EXAMPLES = [
  "responsetime > 1.5",
  "error",
  "fault OR throttle",
  "http.status = 400",
  'service("names") { responsetime > 1 }',
  "annotation.handler",
];

export function FilterBar({ filter, error, summary, onRun }: Props) {
  const [text, setText] = useState(filter);
  const [scrolled, setScrolled] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(filter), [filter]);
  const refusal = error instanceof ApiError && text === filter ? error : null;
  const mistake = refusal?.mistake ?? null;
  return (
    <form
      className="filter"
      role="search"
      onSubmit={(press) => {
        press.preventDefault();
        onRun(text.trim());
      }}
    >
      <div className="filter-line">
        <ExpressionLine
          input={input}
          text={text}
          label="Filter expression or trace id"
          placeholder="Filter expression or trace id, then Enter"
          describedBy="filter-answer"
          invalid={mistake !== null}
          onText={setText}
          onRun={(line) => onRun(line.trim())}
          onScrolled={setScrolled}
        />
        {text && (
          <Button
            formAction="none"
            variant="icon"
            iconName="close"
            ariaLabel="Clear the filter"
            onClick={() => {
              setText("");
              onRun("");
              input.current?.focus();
            }}
          />
        )}
        <Button formAction="submit" variant="primary">
          Run
        </Button>
      </div>
      <div className="filter-answer" id="filter-answer" aria-live="polite">
        {mistake ? (
          <Mistake
            mistake={mistake}
            message={refusal!.message}
            scrolled={scrolled}
            onAccept={(suggestion) => onRun(corrected(filter, mistake, suggestion))}
          />
        ) : refusal ? (
          <p className="filter-message">{refusal.message}</p>
        ) : text === "" ? (
          <Examples onRun={onRun} />
        ) : text === filter ? (
          <p>{summary}</p>
        ) : (
          <p className="faint">Enter runs it, ↓ and ↑ choose a suggestion.</p>
        )}
      </div>
    </form>
  );
}

function Examples({ onRun }: { onRun: (text: string) => void }) {
  return (
    <p className="examples">
      <span className="faint">Try</span>
      {EXAMPLES.map((example) => (
        <button key={example} type="button" onClick={() => onRun(example)}>
          {example}
        </button>
      ))}
    </p>
  );
}
