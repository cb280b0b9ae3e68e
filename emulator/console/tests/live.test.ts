import { describe, expect, test } from "vitest";
import { livePath } from "../src/live";
import { summaryFrom, type Summary } from "../src/model";
import { EventLines, type ServerEvent } from "../src/stream";
import {
  isHeld,
  isTooMuch,
  MOST_TOLD,
  NOTHING_NEW,
  released,
  told,
  withTail,
} from "../src/views/traces/tail";
import { grown, type Found } from "../src/views/traces/useNewest";

const FREE = { held: false, startOf: () => undefined };
const HELD = { held: true, startOf: () => undefined };
/** Of a reader of these rows. */
function heldOn(page: readonly Summary[]) {
  return {
    held: true,
    startOf: (id: string) => page.find((row) => row.id === id)?.start,
  };
}

function traces(...starts: number[]): Summary[] {
  return starts.map((start) => summaryFrom({ Id: `trace ${start}`, StartTime: start }));
}

function news(...starts: number[]) {
  return { traces: traces(...starts), leftOut: 0 };
}

const starts = (rows: readonly Summary[]) => rows.map(({ start }) => start);

describe("server-sent events", () => {
  const TEXT =
    'retry: 1000\nevent: ready\nid: 12.5\ndata: {"a":": b"}\n\n: still here\n\n';

  test("are the same in whatever pieces they come", () => {
    const expected = [{ name: "ready", id: "12.5", data: '{"a":": b"}' }];
    for (let cut = 0; cut <= TEXT.length; cut += 1) {
      const lines = new EventLines();
      const found = [...lines.add(TEXT.slice(0, cut)), ...lines.add(TEXT.slice(cut))];
      expect(found).toEqual(expected);
    }
  });

  test("are asked for with what the page shows", () => {
    const asked = { filter: 'user = "a&b"', group: "shop", limit: 0 };
    expect(livePath(asked)).toBe(
      "api/live?limit=0&expression=user+%3D+%22a%26b%22&group=shop",
    );
  });
});

describe("the tail", () => {
  test("puts what is new on top of the page, by its start", () => {
    const tail = told(NOTHING_NEW, news(40, 25), FREE);
    const rows = withTail(traces(30, 20, 10), tail, true);
    expect(starts(rows)).toEqual([40, 30, 25, 20, 10]);
  });

  test("leaves what belongs on a later page to that page", () => {
    const tail = told(NOTHING_NEW, news(40, 5), FREE);
    expect(starts(withTail(traces(30, 20), tail, false))).toEqual([40, 30, 20]);
    expect(starts(withTail(traces(30, 20), tail, true))).toEqual([40, 30, 20, 5]);
  });

  test("keeps new traces back from a reader, but changes the rows that are there", () => {
    const page = traces(30, 20);
    const again = { ...traces(20)[0]!, duration: 7 };
    const change = { traces: [again, ...traces(40)], leftOut: 0 };
    const tail = told(NOTHING_NEW, change, heldOn(page));
    expect(withTail(page, tail, true)).toEqual([page[0], again]);
    expect(starts(tail.waiting)).toEqual([40]);
    expect(starts(withTail(page, released(tail), true))).toEqual([40, 30, 20]);
  });

  test("keeps a row in its place under a reader, whenever its trace began", () => {
    const page = traces(30, 20, 10);
    const earlier = { ...traces(30)[0]!, start: 12 };
    const tail = told(NOTHING_NEW, { traces: [earlier], leftOut: 0 }, heldOn(page));
    expect(withTail(page, tail, true)).toEqual([earlier, page[1], page[2]]);
    const again = told(
      tail,
      { traces: [{ ...earlier, start: 5 }], leftOut: 0 },
      heldOn(page),
    );
    expect(starts(withTail(page, again, true))).toEqual([5, 20, 10]);
    expect(isHeld(again)).toBe(true);
    expect(starts(withTail(page, released(again), true))).toEqual([20, 10, 5]);
    const free = told(again, news(40), FREE);
    expect(starts(withTail(page, free, true))).toEqual([40, 20, 10, 5]);
  });

  test("keeps a row that was told of in its place as well", () => {
    const page = traces(30, 20);
    const shown = told(NOTHING_NEW, news(40), heldOn([]));
    const early = { ...traces(40)[0]!, start: 1 };
    const tail = told(released(shown), { traces: [early], leftOut: 0 }, heldOn(page));
    // Before the page's oldest, where there are more pages: still it does not vanish.
    expect(starts(withTail(page, tail, false))).toEqual([1, 30, 20]);
    expect(starts(withTail(page, released(tail), false))).toEqual([30, 20]);
  });

  test("has a trace that is told again once, as it is now", () => {
    const waiting = told(told(NOTHING_NEW, news(40, 41), HELD), news(40), HELD);
    expect(starts(waiting.waiting)).toEqual([41, 40]);
  });

  test("counts what it has no room for; then the list is asked for again", () => {
    const many = Array.from({ length: MOST_TOLD + 5 }, (_, number) => number);
    const tail = told(NOTHING_NEW, news(...many), HELD);
    expect(tail.waiting.length).toBe(MOST_TOLD);
    expect(tail.leftOut).toBe(5);
    expect(isTooMuch(tail)).toBe(true);
    expect(isTooMuch(told(NOTHING_NEW, news(1, 2), FREE))).toBe(false);
    expect(isTooMuch(told(NOTHING_NEW, { ...news(1), leftOut: 1 }, FREE))).toBe(true);
  });
});

describe("a search", () => {
  const from: Found = { rows: [], scanned: 0, total: 0, next: null, done: false };
  const match = (start: number): ServerEvent => ({
    name: "match",
    id: null,
    data: JSON.stringify({ Id: `trace ${start}`, StartTime: start }),
  });
  const progress = (
    name: string,
    Scanned: number,
    Traces: number,
    Next: string | null,
  ) => ({
    name,
    id: null,
    data: JSON.stringify({ Scanned, Traces, Matches: 0, Next }),
  });

  test("has what was found, and apart from it what is whole when it is stopped", () => {
    const events = [match(9), progress("progress", 40, 100, "there"), match(8)];
    const [found, sure] = grown(from, from, from, events);
    expect(starts(found.rows)).toEqual([9, 8]);
    expect(starts(sure.rows)).toEqual([9]);
    expect(sure).toMatchObject({ scanned: 40, total: 100, next: "there", done: false });
  });

  test("goes on where it was stopped, and is done at its end", () => {
    const [, before] = grown(from, from, from, [
      match(9),
      progress("progress", 40, 100, "there"),
    ]);
    const events = [match(8), progress("end", 60, 60, null)];
    const [found] = grown(before, before, before, events);
    expect(starts(found.rows)).toEqual([9, 8]);
    expect(found).toMatchObject({ scanned: 100, total: 100, next: null, done: true });
  });
});
