/** A filter expression to type, with what may come next as the server knows it. */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { complete, type Choice, type Completions } from "../calls/completion";
import "./expression-input.css";

interface Props {
  value: string;
  label: string;
  describedBy: string;
  invalid: boolean;
  disabled?: boolean;
  onChange: (value: string) => void;
}

const REST_MS = 120;
const SHOWN = 10;

export function ExpressionInput({
  value,
  label,
  describedBy,
  invalid,
  disabled = false,
  onChange,
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<{ text: string; cursor: number } | null>(null);
  const [found, setFound] = useState<Completions | null>(null);
  const [chosen, setChosen] = useState(-1);
  const id = useId();
  const choices = found?.choices.slice(0, SHOWN) ?? [];
  const open = choices.length > 0;
  useEffect(() => {
    setFound(null);
    setChosen(-1);
    if (!asked) return undefined;
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      // Without suggestions the line still works, so an error is not told.
      complete(asked.text, asked.cursor, abort.signal).then(
        (answer) => !abort.signal.aborted && setFound(answer),
        () => undefined,
      );
    }, REST_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);

  const ask = () => {
    const { value: text, selectionStart } = input.current!;
    setAsked({ text, cursor: selectionStart ?? text.length });
  };
  const take = (choice: Choice) => {
    if (!found) return;
    const next = value.slice(0, found.start) + choice.insert + value.slice(found.end);
    const cursor = found.start + choice.insert.length;
    onChange(next);
    setAsked({ text: next, cursor });
    window.requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(cursor, cursor);
    });
  };
  const press = (key: KeyboardEvent) => {
    if (key.key === "Escape" && open) {
      setAsked(null);
    } else if (open && (key.key === "ArrowDown" || key.key === "ArrowUp")) {
      const step = key.key === "ArrowDown" ? 1 : -1;
      setChosen((at) => (at + step + choices.length) % choices.length);
    } else if (open && chosen >= 0 && (key.key === "Enter" || key.key === "Tab")) {
      take(choices[chosen]!);
    } else {
      return;
    }
    key.preventDefault();
  };
  return (
    <div className="expression-input" onBlur={() => setAsked(null)}>
      <input
        ref={input}
        value={value}
        disabled={disabled}
        role="combobox"
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={id}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(change) => {
          onChange(change.target.value);
          ask();
        }}
        onClick={ask}
        onKeyDown={press}
      />
      <ul id={id} role="listbox" aria-label="What may come next" hidden={!open}>
        {choices.map((choice, index) => (
          <li
            key={`${choice.kind} ${choice.insert}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            // The line keeps the focus.
            onPointerDown={(down) => down.preventDefault()}
            onClick={() => take(choice)}
          >
            <code>{choice.insert}</code>
            <span className="faint">{choice.detail ?? choice.kind}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
