/** How much room there is: so that a drawing need not be stretched, nor a table cut. */
import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from "react";

/** Of an element, in pixels. */
export function useWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const measure = () => setWidth(Math.floor(watched.getBoundingClientRect().width));
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

const NARROW = window.matchMedia("(max-width: 900px)");

/** A window in which not everything has room side by side. */
export function useNarrow(): boolean {
  return useSyncExternalStore(whenResized, () => NARROW.matches);
}

function whenResized(changed: () => void): () => void {
  NARROW.addEventListener("change", changed);
  return () => NARROW.removeEventListener("change", changed);
}
