/** Dragging a rectangle over a chart; arrow keys and Enter do the same. */
import { useState, type KeyboardEvent, type PointerEvent } from "react";

/** In shares of the plot, from its left and from its top; from <= to. */
export interface Span {
  from: number;
  to: number;
}

export interface Brushed {
  across: Span | null;
  down: Span | null;
}

interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
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

/** `down` false: only from left to right. */
export function useBrush(
  area: Area,
  { down, onBrushed }: { down: boolean; onBrushed: (chosen: Brushed) => void },
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const at = (move: PointerEvent<SVGSVGElement>): Corner => {
    const box = move.currentTarget.getBoundingClientRect();
    return {
      x: within((move.clientX - box.left - area.left) / area.width),
      y: within((move.clientY - box.top - area.top) / area.height),
    };
  };
  const chosen = drag && brushed(drag, area, down);
  const finish = () => {
    if (chosen && (chosen.across || chosen.down)) onBrushed(chosen);
    setDrag(null);
  };
  return {
    chosen,
    handlers: {
      onPointerDown: (press: PointerEvent<SVGSVGElement>) => {
        if (press.button !== 0) return;
        press.currentTarget.setPointerCapture(press.pointerId);
        const begun = at(press);
        setDrag({ begun, at: begun });
      },
      onPointerMove: (move: PointerEvent<SVGSVGElement>) => {
        const now = at(move);
        setDrag((before) => before && { ...before, at: now });
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
    },
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

export function brushed({ begun, at }: Drag, area: Area, down: boolean): Brushed {
  return {
    across: span(begun.x, at.x, area.width),
    down: down ? span(begun.y, at.y, area.height) : null,
  };
}

function span(a: number, b: number, pixels: number): Span | null {
  if (Math.abs(a - b) * pixels < MEANT) return null;
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

function within(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
