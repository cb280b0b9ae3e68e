/** The time axis of the timeline: lines, figures, and a drag that zooms in. */
import { useRef, useState } from "react";
import { duration, ticks } from "../../format";
import type { Interval } from "../../trace/selfTime";
import "./axis.css";

interface Props {
  /** What is shown, in seconds from the beginning of the trace. */
  view: Interval;
  onZoom: (view: Interval) => void;
}

/** A shorter drag is a click that slipped. */
const SLACK_PIXELS = 5;

export function Axis({ view, onZoom }: Props) {
  const axis = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const at = (clientX: number) => {
    const { left, width } = axis.current!.getBoundingClientRect();
    return Math.min(Math.max((clientX - left) / width, 0), 1);
  };
  const end = () => {
    const width = axis.current?.clientWidth ?? 0;
    if (drag && Math.abs(drag.to - drag.from) * width >= SLACK_PIXELS) {
      const length = view.to - view.from;
      const [low, high] = [drag.from, drag.to].sort((a, b) => a - b);
      onZoom({ from: view.from + low! * length, to: view.from + high! * length });
    }
    setDrag(null);
  };
  return (
    <div
      ref={axis}
      className="axis-scale"
      title="Drag to zoom in on a time"
      onPointerDown={(press) => {
        if (press.button !== 0) return;
        press.currentTarget.setPointerCapture(press.pointerId);
        setDrag({ from: at(press.clientX), to: at(press.clientX) });
      }}
      onPointerMove={(press) => drag && setDrag({ ...drag, to: at(press.clientX) })}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
    >
      {marks(view).map(({ seconds, share }) => (
        <span
          key={seconds}
          className={share > 0.9 ? "axis-mark at-end" : "axis-mark"}
          style={{ left: percent(share) }}
        >
          {duration(seconds)}
        </span>
      ))}
      {drag && (
        <span
          className="axis-drag"
          style={{
            left: percent(Math.min(drag.from, drag.to)),
            width: percent(Math.abs(drag.to - drag.from)),
          }}
        />
      )}
    </div>
  );
}

/** Drawn once behind all rows rather than in each. */
export function AxisLines({ view }: { view: Interval }) {
  return marks(view).map(({ seconds, share }) => (
    <span key={seconds} className="axis-line" style={{ left: percent(share) }} />
  ));
}

function marks(view: Interval) {
  const length = view.to - view.from;
  if (length <= 0) return [];
  const step = ticks(length, 4)[1] ?? length;
  const first = Math.ceil(view.from / step - 1e-9);
  const last = Math.floor(view.to / step + 1e-9);
  return Array.from({ length: Math.min(last - first + 1, 12) }, (_, i) => {
    const seconds = Number(((first + i) * step).toPrecision(12));
    return { seconds, share: (seconds - view.from) / length };
  });
}

export function percent(share: number): string {
  return `${100 * share}%`;
}
