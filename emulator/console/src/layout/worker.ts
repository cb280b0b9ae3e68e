/** Lays graphs out beside the page, which stays fluid meanwhile. */
import type { Room } from "./boxes";
import { placeGraph } from "./place";
import type { Placed } from "./placed";
import type { Subject } from "./steady";

export interface Question extends Subject {
  number: number;
  room: Room;
  /** A layout in which most of it has its place already. */
  before: Placed | null;
}

export interface Reply {
  number: number;
  placed: Placed;
}

// The page's types do for both sides; of a worker's scope only these two are needed.
const page = self as unknown as Pick<Worker, "postMessage" | "onmessage">;

page.onmessage = ({ data }: MessageEvent<Question>) => {
  const reply: Reply = {
    number: data.number,
    placed: placeGraph(data.nodes, data.edges, data.room, data.before),
  };
  page.postMessage(reply);
};
