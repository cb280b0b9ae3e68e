import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Pacer } from "../src/pace";

const PACE = { times: 10, leastMs: 1000, mostMs: 60_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function paced() {
  const refresh = vi.fn();
  return { refresh, pacer: new Pacer(refresh, PACE) };
}

describe("news at any rate", () => {
  test("are one question while none is answered", () => {
    const { refresh, pacer } = paced();
    for (let each = 0; each < 100; each += 1) {
      pacer.again();
      vi.advanceTimersByTime(100);
    }
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  test("are at most a question a second, where the answers are quick", () => {
    const { refresh, pacer } = paced();
    refresh.mockImplementation(() => pacer.answered());
    for (let each = 0; each < 95; each += 1) {
      pacer.again();
      vi.advanceTimersByTime(100);
    }
    expect(refresh).toHaveBeenCalledTimes(10);
  });

  test("wait longer after an answer that took longer", () => {
    const { refresh, pacer } = paced();
    pacer.again();
    vi.advanceTimersByTime(700);
    pacer.again();
    pacer.answered();
    vi.advanceTimersByTime(6_900);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(200);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  test("do not cut short what somebody else has asked", () => {
    const { refresh, pacer } = paced();
    pacer.asked();
    pacer.again();
    vi.advanceTimersByTime(5_000);
    expect(refresh).not.toHaveBeenCalled();
    pacer.answered();
    vi.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  test("are asked about once when the page is looked at again", () => {
    const { refresh, pacer } = paced();
    pacer.look(false);
    pacer.again();
    pacer.again();
    vi.advanceTimersByTime(60_000);
    expect(refresh).not.toHaveBeenCalled();
    pacer.look(true);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  test("no news, no question", () => {
    const { refresh, pacer } = paced();
    pacer.asked();
    pacer.answered();
    pacer.look(false);
    pacer.look(true);
    vi.advanceTimersByTime(600_000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
