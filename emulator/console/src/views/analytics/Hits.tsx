/** What each step of a chart says when it is pointed at, however low it is drawn. */
import type { Area, Scale } from "../../parts/chart/area";

interface Props {
  area: Area;
  /** Of a step's index. */
  x: Scale;
  titles: string[];
}

export function Hits({ area, x, titles }: Props) {
  return titles.map((title, index) => (
    <rect
      key={index}
      className="hit"
      x={x(index)}
      width={Math.max(x(index + 1) - x(index), 0)}
      y={area.top}
      height={area.height}
    >
      <title>{title}</title>
    </rect>
  ));
}
