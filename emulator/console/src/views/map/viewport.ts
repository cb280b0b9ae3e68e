/** Where the map's content lies in its window: pure arithmetic of panning and zooming. */
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

const SMALLEST = 0.04;
const LARGEST = 3;
const LARGEST_FIT = 1.3;
/** As far as rings and rows leave room. */
const LARGEST_LABEL = 1.25;
/** Below this scale figures and second lines could not be read. */
const DETAIL_SCALE = 0.55;

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

/** Near enough for figures; further away a map shows rings and the names that fit. */
export function isNear({ scale }: View): boolean {
  return scale >= DETAIL_SCALE;
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

/** The part of the content that is in the window, and `margin` windows around it. */
export function visibleArea(view: View, size: Size, margin = 0): Area {
  const width = size.width / view.scale;
  const height = size.height / view.scale;
  return {
    x: -view.x / view.scale - margin * width,
    y: -view.y / view.scale - margin * height,
    width: width * (1 + 2 * margin),
    height: height * (1 + 2 * margin),
  };
}

export function within({ x, y }: { x: number; y: number }, area: Area): boolean {
  return (
    x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height
  );
}

function shift(start: number, length: number, room: number): number {
  if (start < 0) return -start;
  return start + length > room ? Math.max(room - start - length, -start) : 0;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
