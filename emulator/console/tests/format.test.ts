import { describe, expect, test } from "vitest";
import * as format from "../src/format";
import { chooseZone } from "../src/zone";

test.each([
  [0, "0 ms"],
  [0.0004, "0.4 ms"],
  [0.0183, "18 ms"],
  [0.9994, "999 ms"],
  [0.9996, "1 s"],
  [2.0512, "2.05 s"],
  [12.34, "12.3 s"],
  [75, "1 min 15 s"],
  [420, "7 min"],
  [7260, "2 h 1 min"],
])("a duration of %d s reads %s", (seconds, text) => {
  expect(format.duration(seconds)).toBe(text);
});

test.each([
  [0, 100, "0%"],
  [1, 5000, "<0.1%"],
  [1, 30, "3.3%"],
  [50, 100, "50%"],
  [4999, 5000, ">99.9%"],
  [100, 100, "100%"],
  [0, 0, "0%"],
])("%d of %d is a share of %s", (part, total, text) => {
  expect(format.share(part, total)).toBe(text);
});

test.each([
  [0, 60, "0"],
  [1, 3600, "<0.1"],
  [13, 300, "2.6"],
  [1500, 60, "1,500"],
])("%d in %d s is a rate of %s a minute", (amount, seconds, text) => {
  expect(format.perMinute(amount, seconds)).toBe(text);
});

test.each([
  [null, "service"],
  ["AWS::DynamoDB::Table", "DynamoDB table"],
  ["AWS::SNS", "SNS"],
  ["remote", "remote"],
])("the type %s reads %s", (type, text) => {
  expect(format.serviceType(type)).toBe(text);
});

describe("ticks", () => {
  test.each([
    [2.05, [0, 0.5, 1, 1.5, 2]],
    [0.043, [0, 0.01, 0.02, 0.03, 0.04]],
    [0, [0]],
  ])("up to %d they are round", (max, expected) => {
    expect(format.ticks(max, 5)).toEqual(expected);
  });
});

test.each([
  [330, "330 bytes"],
  [5837, "5.7 KB"],
  [440 * 1024, "440 KB"],
  [3 * 1024 * 1024, "3 MB"],
])("%i bytes read %s", (size, text) => {
  expect(format.bytes(size)).toBe(text);
});

test("times are local or UTC, as was chosen, and UTC says so", () => {
  const moment = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;
  chooseZone("UTC");
  expect(format.time(moment)).toMatch(/^03:04:05.UTC$/);
  expect(format.timestamp(moment)).toMatch(/03:04:05.000.UTC$/);

  chooseZone("local");
  expect(format.timestamp(moment)).not.toContain("UTC");
});
