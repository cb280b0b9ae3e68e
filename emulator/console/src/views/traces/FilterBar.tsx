/**
 * One line for a filter expression or a trace id. A mistake is shown under the
 * very characters the server points at; the line itself is never interpreted.
 */
import Button from "@cloudscape-design/components/button";
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { ApiError, type Mistake as FilterMistake } from "../../api";
import { corrected } from "../../filter";

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
  const mistake = error instanceof ApiError && text === filter ? error.mistake : null;
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
        <input
          ref={input}
          className="filter-input"
          value={text}
          aria-label="Filter expression or trace id"
          aria-invalid={mistake !== null}
          aria-describedby="filter-answer"
          placeholder="Filter expression or trace id, then Enter"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(change) => setText(change.target.value)}
          onScroll={(move) => setScrolled(move.currentTarget.scrollLeft)}
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
            message={error!.message}
            scrolled={scrolled}
            onAccept={(suggestion) => onRun(corrected(filter, mistake, suggestion))}
          />
        ) : error instanceof ApiError && text === filter ? (
          <p className="filter-message">{error.message}</p>
        ) : text === "" ? (
          <p className="examples">
            <span className="faint">Try</span>
            {EXAMPLES.map((example) => (
              <button key={example} type="button" onClick={() => onRun(example)}>
                {example}
              </button>
            ))}
          </p>
        ) : (
          <p>{summary}</p>
        )}
      </div>
    </form>
  );
}

const SHOWN_EXPECTED = 12;

function Mistake({
  mistake,
  message,
  scrolled,
  onAccept,
}: {
  mistake: FilterMistake;
  message: string;
  scrolled: number;
  onAccept: (suggestion: string) => void;
}) {
  const { position, length, expected, suggestion } = mistake;
  const place = { "--column": position - 1, "--scrolled": `${scrolled}px` };
  return (
    <div role="alert">
      <div className="caret-line" aria-hidden="true">
        <div className="caret" style={place as CSSProperties}>
          {"^".repeat(Math.max(length, 1))}
        </div>
      </div>
      <p className="filter-message">
        {message}
        {suggestion !== null && (
          <>
            {" "}
            Did you mean{" "}
            <button
              type="button"
              className="suggestion"
              onClick={() => onAccept(suggestion)}
            >
              {suggestion}
            </button>
            ?
          </>
        )}
      </p>
      {expected.length > 0 && (
        <p className="expected">
          Expected{" "}
          {expected.slice(0, SHOWN_EXPECTED).map((word) => (
            <code key={word}>{word}</code>
          ))}
          {expected.length > SHOWN_EXPECTED &&
            `and ${expected.length - SHOWN_EXPECTED} more`}
        </p>
      )}
    </div>
  );
}
