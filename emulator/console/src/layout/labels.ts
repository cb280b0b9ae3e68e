/**
 * Which names a map shows from afar: those that find room, the weightiest first.
 *
 * As on a map of a country, coming nearer brings more of them.
 */
export interface Candidate {
  key: string;
  /** The ring's centre, on the map. */
  x: number;
  y: number;
  radius: number;
  text: string;
  /** The higher, the sooner it gets its room. */
  weight: number;
  /** Shown even over other rings, though never over another label. */
  urgent: boolean;
  /** In a box with others, where below it is the next row or the box's end. */
  boxed: boolean;
}

interface Rect {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** On the screen, whatever the map's scale. */
export const LABEL_HEIGHT = 13;
export const LABEL_CHARACTER = 5.8;
export const LABEL_DISTANCE = 3;

export type Side = "right" | "left" | "below";

const SIDES: Side[] = ["right", "left", "below"];

/**
 * At which side of its ring each label stands that is drawn at this scale; none reaches
 * out of `left` and `right`, pixels from the map's own left.
 */
export function labelsThatFit(
  candidates: Candidate[],
  scale: number,
  { left, right }: { left: number; right: number },
): Map<string, Side> {
  const rings = new Grid(candidates.map((each) => ringRect(each, scale)));
  const taken = new Grid([]);
  const shown = new Map<string, Side>();
  const fits = (each: Candidate, side: Side) => {
    if (side === "below" && each.boxed) return false;
    const rect = labelRect(each, scale, side);
    if (rect.left < left || rect.right > right) return false;
    if (taken.hit(rect) || (!each.urgent && rings.hit(rect))) return false;
    taken.add(rect);
    return true;
  };
  for (const each of [...candidates].sort((a, b) => b.weight - a.weight)) {
    const side = SIDES.find((where) => fits(each, where));
    if (side) shown.set(each.key, side);
  }
  return shown;
}

function ringRect({ x, y, radius }: Candidate, scale: number): Rect {
  return {
    left: (x - radius) * scale,
    right: (x + radius) * scale,
    top: (y - radius) * scale,
    bottom: (y + radius) * scale,
  };
}

function labelRect({ x, y, radius, text }: Candidate, scale: number, side: Side): Rect {
  const away = radius * scale + LABEL_DISTANCE - 1;
  const width = text.length * LABEL_CHARACTER + 3;
  const left = { right: away, left: -away - width, below: -width / 2 }[side];
  const top = side === "below" ? away : -LABEL_HEIGHT / 2;
  return {
    left: x * scale + left,
    right: x * scale + left + width,
    top: y * scale + top,
    bottom: y * scale + top + LABEL_HEIGHT,
  };
}

const CELL = 64;

/** Rectangles by the cells that they touch. */
class Grid {
  private readonly cells = new Map<string, Rect[]>();

  constructor(rects: Rect[]) {
    for (const rect of rects) this.add(rect);
  }

  add(rect: Rect): void {
    for (const cell of cellsOf(rect)) {
      const inside = this.cells.get(cell);
      if (inside) inside.push(rect);
      else this.cells.set(cell, [rect]);
    }
  }

  hit(rect: Rect): boolean {
    return cellsOf(rect).some((cell) =>
      this.cells.get(cell)?.some((other) => overlap(rect, other)),
    );
  }
}

function cellsOf({ left, right, top, bottom }: Rect): string[] {
  const cells: string[] = [];
  for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
    for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) {
      cells.push(`${x},${y}`);
    }
  }
  return cells;
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
