/** Asks the worker for layouts: one worker for the page, started when it is loaded. */
import type { Room } from "./boxes";
import type { Placed } from "./placed";
import type { Subject } from "./steady";
import type { Question, Reply } from "./worker";

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, (placed: Placed) => void>();
let asked = 0;

worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
  waiting.get(data.number)?.(data.placed);
  waiting.delete(data.number);
});

export function askForPlaces(
  { nodes, edges }: Subject,
  room: Room,
  before: Placed | null,
): Promise<Placed> {
  asked += 1;
  const question: Question = { number: asked, nodes, edges, room, before };
  return new Promise((resolve) => {
    waiting.set(question.number, resolve);
    worker.postMessage(question);
  });
}
