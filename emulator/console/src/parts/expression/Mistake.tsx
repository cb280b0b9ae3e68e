/** A refused expression: the caret under the characters at fault, and what would do. */
import type { CSSProperties } from "react";
import type { Mistake as FilterMistake } from "../../api";
import "./examples.css";
import "./mistake.css";

const SHOWN_EXPECTED = 12;

interface Props {
  mistake: FilterMistake;
  message: string;
  /** How far the line is scrolled sideways, in pixels. */
  scrolled: number;
  onAccept: (suggestion: string) => void;
}

export function Mistake({ mistake, message, scrolled, onAccept }: Props) {
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
        {message.replace(` Did you mean ${suggestion}?`, "")}
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
