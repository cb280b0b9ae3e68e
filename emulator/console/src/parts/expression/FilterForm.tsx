/**
 * A filter with what is said of it below. A mistake is shown under the very characters
 * the server points at; the line itself is never interpreted.
 */
import Button from "@cloudscape-design/components/button";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { ApiError } from "../../api";
import { corrected } from "../../filter";
import { ExpressionLine } from "./ExpressionLine";
import { Mistake } from "./Mistake";
import "./filter-form.css";

interface Props {
  className: string;
  role?: "search";
  label: string;
  placeholder: string;
  /** What the button says that empties the line. */
  clear: string;
  primary?: boolean;
  /** The expression that was run last, and what became of it. */
  filter: string;
  error: Error | null;
  onRun: (filter: string) => void;
  /** Said of what is in the line when there is no mistake. */
  remark?: (text: string) => ReactNode;
}

export function FilterForm(props: Props) {
  const { filter, error, onRun, remark } = props;
  const [text, setText] = useState(filter);
  const [scrolled, setScrolled] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => setText(filter), [filter]);
  const refusal = error instanceof ApiError && text === filter ? error : null;
  const mistake = refusal?.mistake ?? null;
  const run = (line: string) => onRun(line.trim());
  return (
    <form
      className={props.className}
      role={props.role}
      onSubmit={(press) => {
        press.preventDefault();
        run(text);
      }}
    >
      <div className="filter-line">
        <ExpressionLine
          input={input}
          text={text}
          label={props.label}
          placeholder={props.placeholder}
          describedBy={id}
          invalid={mistake !== null}
          onText={setText}
          onRun={run}
          onScrolled={setScrolled}
        />
        {text && (
          <Button
            formAction="none"
            variant="icon"
            iconName="close"
            ariaLabel={props.clear}
            onClick={() => {
              setText("");
              onRun("");
              input.current?.focus();
            }}
          />
        )}
        <Button formAction="submit" variant={props.primary ? "primary" : "normal"}>
          Run
        </Button>
      </div>
      <div className="filter-answer" id={id} aria-live="polite">
        {mistake ? (
          <Mistake
            mistake={mistake}
            message={refusal!.message}
            scrolled={scrolled}
            onAccept={(suggestion) => run(corrected(filter, mistake, suggestion))}
          />
        ) : refusal ? (
          <p className="filter-message">{refusal.message}</p>
        ) : (
          remark?.(text)
        )}
      </div>
    </form>
  );
}
