/**
 * The map's view while it is moved, sixty times a second and without React.
 *
 * Whoever draws listens to every move; React hears of a view only once it rests. So a
 * drag moves one layer of the page, and nothing on it is painted again.
 */
import { fit, pannedTo, zoomed, type Area, type Size, type View } from "./viewport";

/** So long nothing moves before the drawing is made anew at its scale. */
const REST_MS = 120;
const HELD_MS = 400;
const LEAST_OPEN = 500;

export class Camera {
  private current: View = { x: 0, y: 0, scale: 1 };
  private rested: View | null = null;
  private content: Area = { x: 0, y: 0, width: 1, height: 1 };
  private window: Size | null = null;
  private obscured = 0;
  private fitted = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onMove = new Set<(view: View) => void>();
  private readonly onRest = new Set<() => void>();

  get view(): View {
    return this.current;
  }

  get size(): Size | null {
    return this.window;
  }

  /** The last view that rested, which the drawing is for; null before there is a window. */
  readonly resting = (): View | null => this.rested;

  readonly whenResting = (listener: () => void): (() => void) => {
    this.onRest.add(listener);
    return () => this.onRest.delete(listener);
  };

  whenMoving(listener: (view: View) => void): () => void {
    this.onMove.add(listener);
    return () => this.onMove.delete(listener);
  }

  /** A map that was never moved by hand stays fitted to its window. */
  frame(content: Area, size: Size, { grown = false } = {}): void {
    const resized =
      size.width !== this.window?.width || size.height !== this.window.height;
    this.content = content;
    this.window = size;
    // What was added and is in view is no reason to move all the rest.
    if (this.fitted && (resized || !grown || !this.showsAll())) this.fit();
  }

  private showsAll(): boolean {
    const { width, height } = this.open(this.window!);
    const { x, y, scale } = this.current;
    const { content } = this;
    return (
      x + content.x * scale >= 0 &&
      y + content.y * scale >= 0 &&
      x + (content.x + content.width) * scale <= width &&
      y + (content.y + content.height) * scale <= height
    );
  }

  /** So many pixels at the right are covered; that alone moves nothing. */
  obscure(pixels: number): void {
    this.obscured = pixels;
  }

  fit(): void {
    this.fitted = true;
    if (!this.window) return;
    const open = this.open(this.window);
    // In what a panel leaves of a small window a whole map would be too small.
    this.jump(fit(this.content, open.width < LEAST_OPEN ? this.window : open));
  }

  private open({ width, height }: Size): Size {
    return { width: Math.max(width - this.obscured, 1), height };
  }

  /** While a finger or a wheel is moving: more is to come. */
  move(view: View, rest = REST_MS): void {
    this.fitted = false;
    this.set(view);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), rest);
  }

  /** While the map is held: where frames take long, a pause is no rest yet. */
  drag(view: View): void {
    this.move(view, HELD_MS);
  }

  /** The map was let go. */
  release(): void {
    if (this.current !== this.rested) this.move(this.current);
  }

  zoomAt(factor: number, x: number, y: number): void {
    this.move(zoomed(this.current, factor, x, y));
  }

  zoom(factor: number): void {
    if (!this.window) return;
    this.fitted = false;
    const { width, height } = this.window;
    this.jump(zoomed(this.current, factor, width / 2, height / 2));
  }

  /** Brings an area into view with the least change. */
  show(area: Area, { zoomIn = false } = {}): void {
    if (!this.window) return;
    // Fitted and nothing in front of it: it is all in view already.
    if (this.fitted && this.obscured === 0 && !zoomIn) return;
    const open = this.open(this.window);
    const next = zoomIn ? fit(area, open) : pannedTo(this.current, area, open);
    if (next === this.current) return;
    this.fitted = false;
    this.jump(next);
  }

  /** Puts a point of the content into the middle of the window. */
  centre(x: number, y: number): void {
    if (!this.window) return;
    const { scale } = this.current;
    const { width, height } = this.window;
    this.move({ scale, x: width / 2 - x * scale, y: height / 2 - y * scale });
  }

  private jump(view: View): void {
    this.set(view);
    this.rest();
  }

  private set(view: View): void {
    this.current = view;
    for (const listener of this.onMove) listener(view);
  }

  private rest(): void {
    clearTimeout(this.timer);
    const { x, y, scale } = this.current;
    const before = this.rested;
    if (before?.x === x && before.y === y && before.scale === scale) return;
    this.rested = this.current;
    for (const listener of this.onRest) listener();
  }
}
