/** Dragging a rectangle over a chart; arrow keys and Enter do the same. */
import { useState, type Dispatch, type KeyboardEvent } from "react";
import type { PointerEvent, SetStateAction } from "react";
import type { Area, Extent } from "./area";

/** In shares of the area, from its left and from its bottom; never are both null. */
export interface Brushed {
  across: Extent | null;
  up: Extent | null;
}

interface Options<Meaning> {
  /** Otherwise only from left to right. */
  upwards?: boolean;
  meaning: (brushed: Brushed) => Meaning | null;
  onChoose: (meaning: Meaning) => void;
}

interface Corner {
  x: number;
  y: number;
}

interface Drag {
  begun: Corner;
  at: Corner;
}

/** A drag shorter than this many pixels in a direction says nothing of it. */
const MEANT = 10;
const KEY_STEP = 1 / 48;

export function useBrush<Meaning>(
  area: Area,
  { upwards = false, meaning, onChoose }: Options<Meaning>,
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const chosen = drag && brushed(drag, area, upwards);
  const meant = chosen && meaning(chosen);
  const finish = () => {
    if (meant !== null) onChoose(meant);
    setDrag(null);
  };
  return {
    /** Of what is brushed at the moment, and where that is. */
    meaning: meant,
    box: chosen && boxOf(chosen, area),
    /** For the `<svg>`. */
    handlers: handlersOf(area, { drag, setDrag, finish }),
  };
}

export type Brush = ReturnType<typeof useBrush<unknown>>;

interface Dragging {
  drag: Drag | null;
  setDrag: Dispatch<SetStateAction<Drag | null>>;
  finish: () => void;
}

function handlersOf(area: Area, { drag, setDrag, finish }: Dragging) {
  return {
    onPointerDown: (press: PointerEvent<SVGSVGElement>) => {
      if (press.button !== 0) return;
      press.currentTarget.setPointerCapture(press.pointerId);
      const begun = cornerAt(press, area);
      setDrag({ begun, at: begun });
    },
    onPointerMove: (move: PointerEvent<SVGSVGElement>) => {
      const at = cornerAt(move, area);
      setDrag((before) => before && { ...before, at });
    },
    onPointerUp: finish,
    onPointerCancel: () => setDrag(null),
    onBlur: () => setDrag(null),
    onKeyDown: (key: KeyboardEvent<SVGSVGElement>) => {
      if (key.key === "Enter" && drag) finish();
      else if (key.key === "Escape" && drag) {
        key.stopPropagation();
        setDrag(null);
      } else {
        const moved = byKey(key, drag);
        if (!moved) return;
        key.preventDefault();
        setDrag(moved);
      }
    },
  };
}

function cornerAt(event: PointerEvent<SVGSVGElement>, area: Area): Corner {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: within((event.clientX - box.left - area.left) / area.width),
    y: within((area.bottom - (event.clientY - box.top)) / area.height),
  };
}

/** Arrows move a narrow choice, with Shift they widen it. */
function byKey({ key, shiftKey }: KeyboardEvent, drag: Drag | null): Drag | null {
  const step = key === "ArrowRight" ? KEY_STEP : key === "ArrowLeft" ? -KEY_STEP : 0;
  if (step === 0) return null;
  const { begun, at } = drag ?? START;
  const next = { ...at, x: within(at.x + step) };
  return shiftKey
    ? { begun, at: next }
    : { begun: { ...begun, x: within(begun.x + step) }, at: next };
}

const START = { begun: { x: 0.5, y: 0 }, at: { x: 0.5 + 2 * KEY_STEP, y: 0 } };

/** null for what was no more than a click. */
export function brushed({ begun, at }: Drag, area: Area, upwards: boolean) {
  const across = extent(begun.x, at.x, area.width);
  const up = upwards ? extent(begun.y, at.y, area.height) : null;
  return across || up ? { across, up } : null;
}

function extent(a: number, b: number, pixels: number): Extent | null {
  if (Math.abs(a - b) * pixels < MEANT) return null;
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

function within(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}

/** Over the whole area in a direction that nothing is said of. */
function boxOf({ across, up }: Brushed, area: Area) {
  const { from: left, to: right } = across ?? WHOLE;
  const { from: bottom, to: top } = up ?? WHOLE;
  return {
    x: area.left + left * area.width,
    y: area.bottom - top * area.height,
    width: (right - left) * area.width,
    height: (top - bottom) * area.height,
  };
}

const WHOLE = { from: 0, to: 1 };
