import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { follow } from "../src/follow";

const READY = 'event: ready\nid: 10.5\ndata: {"CaughtUp": true}\n\n';
const AFRESH = 'event: ready\nid: 10.5\ndata: {"CaughtUp": false}\n\n';
const CHANGE = 'event: change\nid: 12.5\ndata: {"Traces": []}\n\n';

/** A server that is asked again and again, and whose answers a test writes. */
class Server {
  readonly asked: string[] = [];
  private readonly answers: ReadableStreamDefaultController<Uint8Array>[] = [];

  readonly fetch = (path: string, { signal }: { signal: AbortSignal }) => {
    this.asked.push(path);
    const body = new ReadableStream<Uint8Array>({
      start: (answer) => {
        this.answers.push(answer);
        signal.addEventListener("abort", () => answer.error(signal.reason));
      },
    });
    return Promise.resolve(new Response(body));
  };

  async sends(text: string): Promise<void> {
    this.answers.at(-1)!.enqueue(new TextEncoder().encode(text));
    await turn();
  }

  async ends(): Promise<void> {
    this.answers.at(-1)!.close();
    await turn();
  }
}

/** What is under way without a clock has happened. */
async function turn(): Promise<void> {
  for (let each = 0; each < 20; each += 1) await Promise.resolve();
  await vi.advanceTimersByTimeAsync(0);
}

function followed(server: Server) {
  vi.stubGlobal("fetch", server.fetch);
  const heard: string[] = [];
  const abort = new AbortController();
  let last: string | null = null;
  const over = follow("api/live?limit=1", () => last, abort.signal, {
    onOpen: () => heard.push("open"),
    onLost: () => heard.push("lost"),
    onBehind: () => heard.push("behind"),
    onChange: () => heard.push("change"),
    onId: (id) => {
      last = id;
    },
  });
  return { heard, abort, over };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("who follows", () => {
  test("is live from the first event on, in whatever pieces it comes", async () => {
    for (let cut = 1; cut < READY.length; cut += 1) {
      const server = new Server();
      const { heard, abort, over } = followed(server);
      await turn();
      await server.sends(READY.slice(0, cut));
      expect(heard).toEqual([]);
      await server.sends(READY.slice(cut));
      expect(heard).toEqual(["open"]);
      abort.abort();
      await over;
    }
  });

  test("hears a change that comes in one piece with the first event", async () => {
    const server = new Server();
    const { heard } = followed(server);
    await turn();
    await server.sends(AFRESH + CHANGE);
    expect(heard).toEqual(["open", "behind", "change"]);
  });

  test("asks again from where it was, as often as the stream ends", async () => {
    const server = new Server();
    const { heard } = followed(server);
    await turn();
    for (let round = 1; round <= 4; round += 1) {
      await server.sends(READY + CHANGE);
      await server.ends();
      expect(heard.splice(0)).toEqual(["open", "change", "lost"]);
      // A stream that was open once is asked for again at once, however often it ends.
      await vi.advanceTimersByTimeAsync(500);
      expect(server.asked.length).toBe(round + 1);
    }
    expect(server.asked[0]).toBe("./api/live?limit=1");
    expect(new Set(server.asked.slice(1))).toEqual(
      new Set(["./api/live?limit=1&since=12.5"]),
    );
  });

  test("takes a stream without a sign of life for lost, but not one with", async () => {
    const server = new Server();
    const { heard } = followed(server);
    await turn();
    await server.sends(READY);
    for (let round = 0; round < 4; round += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      await server.sends(": still here\n\n");
    }
    expect(heard).toEqual(["open"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["open", "lost"]);
    expect(server.asked.length).toBe(2);
  });

  test("hears nothing any more, and asks nothing, once it has left", async () => {
    const server = new Server();
    const { heard, abort, over } = followed(server);
    await turn();
    await server.sends(READY);
    abort.abort();
    await over;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["open"]);
    expect(server.asked.length).toBe(1);
  });
});
