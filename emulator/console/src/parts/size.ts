/** How many pixels wide an element is, so that a drawing need not be stretched. */
import { useLayoutEffect, useState, type RefObject } from "react";

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
