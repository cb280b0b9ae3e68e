/**
 * Server-sent events, read by fetch: an EventSource hides why it was refused, and asks
 * again for what has come to its end.
 */
import { answered } from "./api";

export interface ServerEvent {
  name: string;
  id: string | null;
  data: string;
}

/** Puts events together from the pieces in which they come. */
export class EventLines {
  private rest = "";

  /** The events that this piece completes. */
  add(piece: string): ServerEvent[] {
    const blocks = (this.rest + piece).split("\n\n");
    this.rest = blocks.pop()!;
    return blocks.flatMap(eventIn);
  }
}

function eventIn(block: string): ServerEvent[] {
  const event: ServerEvent = { name: "message", id: null, data: "" };
  for (const line of block.split("\n")) {
    const at = line.indexOf(": ");
    const value = line.slice(at + 2);
    if (line.startsWith("event: ")) event.name = value;
    else if (line.startsWith("id: ")) event.id = value;
    else if (line.startsWith("data: ")) event.data += value;
  }
  return event.data ? [event] : [];
}

/** Until the server ends it. `hear` is also called, with nothing, for a sign of life. */
export async function readEvents(
  path: string,
  signal: AbortSignal,
  hear: (events: ServerEvent[]) => void,
): Promise<void> {
  const response = await answered(path, { signal });
  const pieces = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new EventLines();
  for (;;) {
    const { done, value } = await pieces.read();
    if (done) return;
    hear(lines.add(value));
  }
}
