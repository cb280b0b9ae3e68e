/** Panning and zooming of the map: wheel, drag, buttons, fit. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Area extends Size {
  x: number;
  y: number;
}

const SMALLEST = 0.08;
const LARGEST = 3;
const LARGEST_FIT = 1.3;
/** As far as rings and rows leave room. */
const LARGEST_LABEL = 1.25;
/** Pointer travel below this is a click, not a drag. */
const SLACK = 4;

/** `obscured` is the width at the right that a panel covers. */
export function useViewport(content: Area, obscured: number) {
  const frame = useRef<SVGSVGElement>(null);
  const size = useSize(frame);
  const [view, setView] = useState<View | null>(null);
  const [moved, setMoved] = useState(false);
  const fitted = size && fit(content, size);
  const shown = moved && view ? view : (fitted ?? { x: 0, y: 0, scale: 1 });
  const current = useRef(shown);
  useLayoutEffect(() => {
    current.current = shown;
  });

  const move = useCallback((next: View) => {
    current.current = next;
    setView(next);
    setMoved(true);
  }, []);
  const zoomAt = useCallback(
    (factor: number, x: number, y: number) => move(zoomed(current.current, factor, x, y)),
    [move],
  );
  useWheel(frame, zoomAt);
  const drag = useDrag(current, move);

  return {
    frame,
    view: shown,
    drag,
    ready: size !== null,
    fit: () => setMoved(false),
    zoom: (factor: number) => size && zoomAt(factor, size.width / 2, size.height / 2),
    /** Brings an area into view with the least change of it all. */
    show: (area: Area, { zoomIn = false } = {}) => {
      if (!size) return;
      // Fitted and nothing in front of it: it is all in view already.
      if (!moved && obscured === 0 && !zoomIn) return;
      const open = { width: size.width - obscured, height: size.height };
      const next = zoomIn ? fit(area, open) : pannedTo(current.current, area, open);
      if (next !== current.current) move(next);
    },
  };
}

export function fit(content: Area, size: Size): View {
  const scale = clamp(
    Math.min(size.width / content.width, size.height / content.height),
    SMALLEST,
    LARGEST_FIT,
  );
  return {
    scale,
    x: (size.width - content.width * scale) / 2 - content.x * scale,
    y: (size.height - content.height * scale) / 2 - content.y * scale,
  };
}

/** A map made smaller keeps its labels legible: they give way later than the rest. */
export function labelScale({ scale }: View): number {
  return clamp(1 / scale, 1, LARGEST_LABEL);
}

export function zoomed(view: View, factor: number, x: number, y: number): View {
  const scale = clamp(view.scale * factor, SMALLEST, LARGEST);
  const change = scale / view.scale;
  return { scale, x: x - (x - view.x) * change, y: y - (y - view.y) * change };
}

export function pannedTo(view: View, area: Area, size: Size): View {
  const left = view.x + area.x * view.scale;
  const top = view.y + area.y * view.scale;
  const dx = shift(left, area.width * view.scale, size.width);
  const dy = shift(top, area.height * view.scale, size.height);
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}

function shift(start: number, length: number, room: number): number {
  if (start < 0) return -start;
  return start + length > room ? Math.max(room - start - length, -start) : 0;
}

function useSize(frame: React.RefObject<SVGSVGElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const measure = () =>
      setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return size;
}

function useWheel(
  frame: React.RefObject<SVGSVGElement | null>,
  zoomAt: (factor: number, x: number, y: number) => void,
) {
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const turn = (wheel: WheelEvent) => {
      wheel.preventDefault();
      const box = element.getBoundingClientRect();
      const pixels =
        wheel.deltaMode === WheelEvent.DOM_DELTA_LINE ? wheel.deltaY * 16 : wheel.deltaY;
      const factor = Math.exp(
        -clamp(pixels, -120, 120) * (wheel.ctrlKey ? 0.01 : 0.0016),
      );
      zoomAt(factor, wheel.clientX - box.left, wheel.clientY - box.top);
    };
    // React's own wheel listeners are passive and cannot keep the page from scrolling.
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [frame, zoomAt]);
}

function useDrag(current: React.RefObject<View>, move: (view: View) => void) {
  const start = useRef<{ x: number; y: number; view: View } | null>(null);
  const dragged = useRef(false);
  return {
    onPointerDown: (press: React.PointerEvent) => {
      if (press.button !== 0) return;
      start.current = { x: press.clientX, y: press.clientY, view: current.current };
      dragged.current = false;
    },
    onPointerMove: (press: React.PointerEvent) => {
      const from = start.current;
      if (!from) return;
      const dx = press.clientX - from.x;
      const dy = press.clientY - from.y;
      if (!dragged.current && Math.hypot(dx, dy) < SLACK) return;
      if (!dragged.current) press.currentTarget.setPointerCapture(press.pointerId);
      dragged.current = true;
      move({ ...from.view, x: from.view.x + dx, y: from.view.y + dy });
    },
    onPointerUp: () => {
      start.current = null;
    },
    onPointerCancel: () => {
      start.current = null;
    },
    /** A drag ends with a click that nobody meant. */
    onClickCapture: (press: React.MouseEvent) => {
      if (dragged.current) press.stopPropagation();
      dragged.current = false;
    },
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
