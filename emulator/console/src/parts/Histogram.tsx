/** Response times by share of requests; drag over it to choose a range. */
import { useMemo, useRef, useState } from "react";
import { duration, share, ticks } from "../format";
import type { Bin } from "../model";
import "./histogram.css";

export interface TimeRange {
  from: number;
  to: number;
}

interface Props {
  bins: Bin[];
  chosen: TimeRange | null;
  onChoose: (range: TimeRange | null) => void;
}

const WIDTH = 372;
const HEIGHT = 150;
const LEFT = 34;
const BOTTOM = 22;
const TOP = 8;
const BARS = 48;

export function Histogram({ bins, chosen, onChoose }: Props) {
  const drawing = useRef<SVGSVGElement>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const { bars, total, highest, limit } = useMemo(() => gather(bins, BARS), [bins]);
  const plot = { width: WIDTH - LEFT - 6, height: HEIGHT - BOTTOM - TOP };
  const x = (seconds: number) => LEFT + (seconds / limit) * plot.width;
  const y = (count: number) => TOP + plot.height * (1 - count / highest);
  const secondsAt = (clientX: number) => {
    const box = drawing.current!.getBoundingClientRect();
    const position = ((clientX - box.left) / box.width) * WIDTH;
    return Math.min(Math.max(((position - LEFT) / plot.width) * limit, 0), limit);
  };
  const choose = (clientX: number) => {
    if (anchor === null) return;
    const at = secondsAt(clientX);
    onChoose({ from: Math.min(anchor, at), to: Math.max(anchor, at) });
  };

  if (total === 0) return <p className="faint">No response times in this time range.</p>;
  return (
    <svg
      ref={drawing}
      className="histogram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Response times of ${total} requests, up to ${duration(bins.at(-1)?.value ?? 0)}`}
      onPointerDown={(press) => {
        press.currentTarget.setPointerCapture(press.pointerId);
        setAnchor(secondsAt(press.clientX));
        onChoose(null);
      }}
      onPointerMove={(press) => choose(press.clientX)}
      onPointerUp={() => setAnchor(null)}
    >
      <g className="grid">
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line
              x1={LEFT}
              x2={WIDTH - 6}
              y1={y(highest * part)}
              y2={y(highest * part)}
            />
            <text x={LEFT - 5} y={y(highest * part) + 3.5} textAnchor="end">
              {share(highest * part, total)}
            </text>
          </g>
        ))}
        {ticks(limit, 4).map((seconds) => (
          <text
            key={seconds}
            x={x(seconds)}
            y={HEIGHT - 6}
            textAnchor={
              seconds === 0 ? "start" : x(seconds) > WIDTH - 24 ? "end" : "middle"
            }
          >
            {duration(seconds)}
          </text>
        ))}
      </g>
      {bars.map((count, index) =>
        count === 0 ? null : (
          <rect
            key={index}
            className={within(chosen, index, limit) ? "bar" : "bar out"}
            x={x((index * limit) / BARS) + 0.5}
            width={plot.width / BARS - 1}
            // A single slow request stays visible beside thousands.
            y={Math.min(y(count), TOP + plot.height - 2)}
            height={Math.max(TOP + plot.height - y(count), 2)}
          />
        ),
      )}
      {chosen && (
        <rect
          className="brush"
          x={x(chosen.from)}
          width={Math.max(x(chosen.to) - x(chosen.from), 1)}
          y={TOP}
          height={plot.height}
        />
      )}
    </svg>
  );
}

/** Puts the API's many distinct values into equally wide bars. */
export function gather(bins: Bin[], wanted: number) {
  const limit = Math.max((bins.at(-1)?.value ?? 0) * 1.02, 0.001);
  const bars = new Array<number>(wanted).fill(0);
  let total = 0;
  for (const { value, count } of bins) {
    const index = Math.min(Math.floor((value / limit) * wanted), wanted - 1);
    bars[index] = (bars[index] ?? 0) + count;
    total += count;
  }
  return { bars, total, limit, highest: Math.max(...bars, 1) };
}

function within(chosen: TimeRange | null, index: number, limit: number): boolean {
  if (chosen === null) return true;
  const from = (index * limit) / BARS;
  return from + limit / BARS >= chosen.from && from <= chosen.to;
}
