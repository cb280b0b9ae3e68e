/**
 * The line itself, a combobox: what is typed is never interpreted here, the API says
 * what may come next. Enter runs the line unless a suggestion was chosen by arrow keys.
 */
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from "react";
import { accepted, useChoices, type Choice, type Line } from "./completion";
import { Suggestions } from "./Suggestions";
import "./expression-line.css";

interface Props {
  text: string;
  label: string;
  placeholder: string;
  /** The id of what is said about it. */
  describedBy: string;
  invalid: boolean;
  onText: (text: string) => void;
  /** A whole expression was chosen; Enter in the line submits the form around it. */
  onRun?: (text: string) => void;
  input?: RefObject<HTMLInputElement | null>;
  onScrolled?: (pixels: number) => void;
}

export function ExpressionLine(props: Props) {
  const { text, onText, onRun, onScrolled } = props;
  const own = useRef<HTMLInputElement>(null);
  const input = props.input ?? own;
  const [scrolled, setScrolled] = useState(0);
  const [cursor, setCursor] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const id = useId();
  const choices = useChoices({ text, cursor }, open);
  const moved = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (moved.current === null) return;
    input.current?.setSelectionRange(moved.current, moved.current);
    moved.current = null;
  });

  const show = (line: Line) => {
    if (line.text !== text) onText(line.text);
    setCursor(line.cursor);
    setActive(-1);
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const take = (choice: Choice) => {
    const line = accepted({ text, cursor }, choice);
    moved.current = line.cursor;
    show(line);
    if (choice.kind === "Recent") {
      close();
      onRun?.(line.text);
    }
  };
  const press = (key: KeyboardEvent<HTMLInputElement>) => {
    const chosen = choices[active];
    if (key.key === "ArrowDown" || key.key === "ArrowUp") {
      key.preventDefault();
      if (!open) setOpen(true);
      else setActive(stepped(active, key.key === "ArrowDown" ? 1 : -1, choices.length));
    } else if (key.key === " " && key.ctrlKey) {
      key.preventDefault();
      setOpen(true);
    } else if ((key.key === "Enter" || key.key === "Tab") && chosen) {
      key.preventDefault();
      take(chosen);
    } else if (key.key === "Enter") {
      close();
    } else if (key.key === "Escape" && open) {
      key.stopPropagation();
      close();
    }
  };
  return (
    <div className="expression-line">
      <input
        ref={input}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={choices.length > 0}
        aria-controls={id}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) =>
          show({
            text: target.value,
            cursor: target.selectionStart ?? target.value.length,
          })
        }
        onClick={({ currentTarget }) =>
          show({ text, cursor: currentTarget.selectionStart ?? text.length })
        }
        onSelect={({ currentTarget }) => {
          const at = currentTarget.selectionStart ?? text.length;
          if (at === cursor) return;
          setCursor(at);
          setActive(-1);
        }}
        onKeyDown={press}
        onBlur={close}
        onScroll={({ currentTarget: { scrollLeft } }) => {
          setScrolled(scrollLeft);
          onScrolled?.(scrollLeft);
        }}
      />
      <Suggestions
        id={id}
        choices={choices}
        active={active}
        column={[...text.slice(0, choices.at(-1)?.start ?? 0)].length}
        scrolled={scrolled}
        onActivate={setActive}
        onTake={take}
      />
    </div>
  );
}

/** Round the list, with one place at its end where nothing is chosen. */
function stepped(active: number, step: number, count: number): number {
  const places = count + 1;
  return ((active + 1 + step + places) % places) - 1;
}
