/** The list under the filter line: what was run lately, what may come next. */
import { useEffect, useRef, type CSSProperties } from "react";
import type { Choice } from "./completion";

interface Props {
  id: string;
  choices: Choice[];
  /** The one that Enter takes; -1 for none. */
  active: number;
  /** The character under which the list begins. */
  column: number;
  scrolled: number;
  onActivate: (index: number) => void;
  onTake: (choice: Choice) => void;
}

export function Suggestions({
  id,
  choices,
  active,
  column,
  scrolled,
  onActivate,
  onTake,
}: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({
      block: "nearest",
    });
  }, [active, choices]);
  const place = { "--column": column, "--scrolled": `${scrolled}px` };
  return (
    <ul
      ref={list}
      id={id}
      className="suggestions"
      role="listbox"
      aria-label="Suggestions"
      hidden={choices.length === 0}
      style={place as CSSProperties}
    >
      {choices.map((choice, index) => (
        <li
          key={`${choice.kind} ${choice.insert}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onPointerMove={() => index !== active && onActivate(index)}
          // Before the line loses the focus, which would close the list.
          onPointerDown={(press) => {
            press.preventDefault();
            onTake(choice);
          }}
        >
          <span className="insert">{choice.insert}</span>
          <span className="kind">{choice.detail || choice.kind.toLowerCase()}</span>
        </li>
      ))}
    </ul>
  );
}
