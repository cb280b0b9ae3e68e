import { describe, expect, test } from "vitest";
import { livePath } from "../src/live";
import { summaryFrom, type Summary } from "../src/model";
import { EventLines, type ServerEvent } from "../src/stream";
import {
  isTooMuch,
  MOST_TOLD,
  NOTHING_NEW,
  released,
  told,
  withTail,
} from "../src/views/traces/tail";
import { grown, type Found } from "../src/views/traces/useNewest";

const FREE = { held: false, isRow: () => false };
const HELD = { held: true, isRow: () => false };

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
    const rows = withTail(traces(30, 20, 10), tail.shown, true);
    expect(starts(rows)).toEqual([40, 30, 25, 20, 10]);
  });

  test("leaves what belongs on a later page to that page", () => {
    const tail = told(NOTHING_NEW, news(40, 5), FREE);
    expect(starts(withTail(traces(30, 20), tail.shown, false))).toEqual([40, 30, 20]);
    expect(starts(withTail(traces(30, 20), tail.shown, true))).toEqual([40, 30, 20, 5]);
  });

  test("keeps new traces back from a reader, but changes the rows that are there", () => {
    const isRow = (id: string) => id === "trace 20";
    const again = { ...traces(20)[0]!, duration: 7 };
    const change = { traces: [again, ...traces(40)], leftOut: 0 };
    const tail = told(NOTHING_NEW, change, { held: true, isRow });
    const page = traces(30, 20);
    expect(withTail(page, tail.shown, true)).toEqual([page[0], again]);
    expect(starts(tail.waiting)).toEqual([40]);
    expect(starts(withTail(page, released(tail).shown, true))).toEqual([40, 30, 20]);
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
