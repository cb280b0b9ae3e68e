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

interface Props {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  invalid: boolean;
  onText: (text: string) => void;
  onRun: (text: string) => void;
  onScrolled: (pixels: number) => void;
  scrolled: number;
}

export function FilterLine({
  input,
  text,
  invalid,
  onText,
  onRun,
  onScrolled,
  scrolled,
}: Props) {
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
      onRun(line.text);
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
    <div className="filter-field">
      <input
        ref={input}
        className="filter-input"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={choices.length > 0}
        aria-controls={id}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-label="Filter expression or trace id"
        aria-invalid={invalid}
        aria-describedby="filter-answer"
        placeholder="Filter expression or trace id, then Enter"
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
        onScroll={(move) => onScrolled(move.currentTarget.scrollLeft)}
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
