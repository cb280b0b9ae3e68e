/**
 * Following what is told: a stream that ends, for whatever reason, is asked for again,
 * from where it was, until nobody wants it any more.
 */
import { readEvents } from "./stream";
import type { WireChange } from "./wire";

export interface Listener {
  onChange: (change: WireChange) => void;
  /** What changed before is not told: what is shown may be old. */
  onBehind: () => void;
}

/** Longer than two of the server's signs of life are apart. */
const SILENCE_MS = 40_000;
const RETRY_MS = [500, 1000, 2000, 5000];

export interface Hearing extends Listener {
  onOpen: () => void;
  onLost: () => void;
  onId: (id: string) => void;
}

/** `since` is the id that was heard last, null before the first. */
export async function follow(
  path: string,
  since: () => string | null,
  signal: AbortSignal,
  hearing: Hearing,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    const id = since();
    await listen(id === null ? path : `${path}&since=${id}`, signal, {
      ...hearing,
      onOpen: () => {
        tries = 0;
        hearing.onOpen();
      },
    });
    if (signal.aborted) return;
    hearing.onLost();
    await rest(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]!, signal);
  }
}

/** Until the connection ends, for whatever reason. */
async function listen(path: string, signal: AbortSignal, hearing: Hearing) {
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener("abort", end);
  let alarm = setTimeout(end, SILENCE_MS);
  try {
    await readEvents(path, ending.signal, (events) => {
      clearTimeout(alarm);
      alarm = setTimeout(end, SILENCE_MS);
      for (const { name, id, data } of events) {
        if (signal.aborted) return;
        if (id) hearing.onId(id);
        if (name === "ready") {
          hearing.onOpen();
          if (!(JSON.parse(data) as { CaughtUp: boolean }).CaughtUp) hearing.onBehind();
        } else if (name === "change") hearing.onChange(JSON.parse(data) as WireChange);
      }
    });
  } catch {
    // Lost, refused or silent: all the same, it is tried again.
  } finally {
    clearTimeout(alarm);
    signal.removeEventListener("abort", end);
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
