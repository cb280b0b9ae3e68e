/** Pure: where a chart draws, and where in there a value stands; in pixels. */

export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What the margins leave: its edges and its size. */
export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
  width: number;
  height: number;
}

/** From a value to one that is not less. */
export interface Extent {
  from: number;
  to: number;
}

export type Scale = (value: number) => number;

export interface Tick {
  at: number;
  label: string;
}

export function areaOf(width: number, height: number, margins: Margins): Area {
  const { left, top } = margins;
  const right = Math.max(width - margins.right, left + 1);
  const bottom = height - margins.bottom;
  return { left, right, top, bottom, width: right - left, height: bottom - top };
}

/** From left to right. */
export function xScale({ left, width }: Area, { from, to }: Extent): Scale {
  return (value) => left + ((value - from) / (to - from)) * width;
}

/** From the bottom up. */
export function yScale({ bottom, height }: Area, { from, to }: Extent): Scale {
  return (value) => bottom - ((value - from) / (to - from)) * height;
}
