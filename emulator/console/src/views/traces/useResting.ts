/** Whether the reader rests on the list: with the pointer, or with the keyboard's focus. */
import { useState, type FocusEvent, type PointerEvent } from "react";

/** Who goes from a row to the button that counts what is new is still at the list. */
const POINTED = ".traces-list:has(tbody a), .news";
const FOCUSED = ".traces-list tbody tr, .news";

export function useResting() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  return {
    resting: pointed || focused,
    handlers: {
      onPointerOver: ({ target }: PointerEvent) => setPointed(isOn(target, POINTED)),
      onPointerLeave: () => setPointed(false),
      onFocus: ({ target }: FocusEvent) => setFocused(isOn(target, FOCUSED)),
      onBlur: ({ relatedTarget }: FocusEvent) => setFocused(isOn(relatedTarget, FOCUSED)),
    },
  };
}

function isOn(target: EventTarget | null, parts: string): boolean {
  return target instanceof Element && target.closest(parts) !== null;
}
