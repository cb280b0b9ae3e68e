import { describe, expect, test } from "vitest";
import { related } from "../src/layout/focus";
import { findGroups } from "../src/layout/groups";
import { UPRIGHT } from "../src/layout/boxes";
import { placeGraph } from "../src/layout/place";
import type { Placed } from "../src/layout/placed";
import { grown } from "../src/layout/steady";
import { CATEGORIES, edge, node, wordMesh } from "./mesh";

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What a node covers, ring and label, and what a frame covers. */
function boxes(placed: Placed): Map<string, Box> {
  const covered = new Map<string, Box>();
  for (const { key, x, y, radius, compact, labelWidth } of placed.nodes.values()) {
    const right = compact ? x + radius + labelWidth : x + radius;
    covered.set(key, { left: x - radius, right, top: y - radius, bottom: y + radius });
  }
  return covered;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function titlesDownwards(placed: Placed): string[] {
  return [...placed.groups].sort((a, b) => a.y - b.y).map((group) => group.title);
}

function arrowsTo(target: string, placed: Placed) {
  return placed.edges
    .filter((arrow) => arrow.target === target)
    .map(({ source, member, edges }) => ({ source, member, edges: edges.length }));
}

describe("the word mesh", () => {
  const { nodes, edges } = wordMesh();
  const placed = placeGraph(nodes, edges);

  test("fits a laptop's screen without becoming unreadably small", () => {
    const scale = Math.min(1440 / placed.width, 800 / placed.height);

    expect(placed.nodes.size).toBe(54);
    expect(scale).toBeGreaterThan(0.85);
  });

  test("of an upright window it leaves no width between its ranks unused", () => {
    const upright = placeGraph(nodes, edges, UPRIGHT);
    const scale = ({ width, height }: Placed) =>
      Math.min(UPRIGHT.width / width, UPRIGHT.height / height);

    expect(scale(upright)).toBeGreaterThan(1.08 * scale(placed));
    // From here on all names are drawn: see viewport.ts.
    expect(scale(upright)).toBeGreaterThan(0.55);
  });

  test("draws each category as one group, in the order of their names", () => {
    expect(titlesDownwards(placed)).toEqual(CATEGORIES);
    expect(placed.groups.map((group) => group.members.length)).toEqual([
      10, 10, 10, 10, 10,
    ]);
  });

  test("needs one arrow for a group of ten", () => {
    expect(placed.edges.length).toBe(2 + CATEGORIES.length + 1);
  });

  test("never puts two nodes or two frames over each other", () => {
    const all = [...boxes(placed)];
    const frames = placed.groups.map(({ x, y, width, height }) => ({
      left: x,
      right: x + width,
      top: y,
      bottom: y + height,
    }));
    const clashes = all.flatMap(([a, boxA], i) =>
      all
        .slice(i + 1)
        .flatMap(([b, boxB]) => (overlap(boxA, boxB) ? `${a} and ${b}` : [])),
    );

    expect(clashes).toEqual([]);
    frames.forEach((frame, i) =>
      frames.slice(i + 1).forEach((other) => expect(overlap(frame, other)).toBe(false)),
    );
    const table = boxes(placed).get("names (AWS::DynamoDB::Table)")!;
    expect(frames.some((frame) => overlap(frame, table))).toBe(false);
  });

  test("stands callers to the left of what they call", () => {
    const wrong = edges.filter(
      ({ source, target }) => placed.nodes.get(source)!.x >= placed.nodes.get(target)!.x,
    );

    expect(wrong).toEqual([]);
  });
});

test("the same nodes and edges always get the same places", () => {
  const { nodes, edges } = wordMesh();

  expect(placeGraph(nodes, edges)).toEqual(placeGraph(nodes, edges));
});

describe("on a live map", () => {
  const [a, b, c, d] = [node("a"), node("b"), node("c"), node("d")];
  const whole = grown(null, { nodes: [a, b, c], edges: [edge(a, b), edge(b, c)] });

  test("what is gone keeps its place", () => {
    const fewer = { nodes: [a, b], edges: [edge(a, b)] };

    expect(grown(whole, fewer)).toBe(whole);
    expect(grown(whole, { nodes: [c, b, a], edges: [] })).toBe(whole);
  });

  test("what is new joins what was there", () => {
    const later = grown(whole, { nodes: [a, b, d], edges: [edge(a, d)] });

    expect(later.nodes.map((each) => each.name)).toEqual(["a", "b", "c", "d"]);
    expect(later.edges.length).toBe(3);
  });

  test("a call and a link between the same two are one arrow", () => {
    const twice = grown(null, { nodes: [a, b], edges: [edge(a, b), edge(a, b)] });

    expect(twice.edges).toEqual([edge(a, b)]);
  });

  test("a map of mostly holes is made anew", () => {
    expect(grown(whole, { nodes: [a], edges: [] }).nodes).toEqual([a]);
    expect(grown(whole, { nodes: [d], edges: [] }).nodes).toEqual([d]);
  });
});

test("services that call each other in a ring are laid out too", () => {
  const [a, b, c] = [node("a"), node("b"), node("c")];
  const placed = placeGraph([a, b, c], [edge(a, b), edge(b, c), edge(c, a), edge(b, b)]);

  expect(placed.nodes.size).toBe(3);
  expect(placed.edges.length).toBe(4);
});

test("an empty graph has an empty layout", () => {
  expect(placeGraph([], []).nodes.size).toBe(0);
});

describe("groups", () => {
  test("a caller of one member leaves the frame whole and gets an arrow to the member", () => {
    const { nodes, edges } = wordMesh();
    const extra = { source: "gateway (service)", target: "adjective-4 (service)" };
    const placed = placeGraph(nodes, [...edges, extra]);
    const frame = placed.groups.find((group) => group.title === "adjective")!;

    expect(frame.members.length).toBe(10);
    expect(placed.nodes).toEqual(placeGraph(nodes, edges).nodes);
    expect(arrowsTo(frame.key, placed)).toEqual([
      { source: "names (service)", member: null, edges: 10 },
      { source: "gateway (service)", member: "adjective-4 (service)", edges: 1 },
    ]);
    expect(titlesDownwards(placed)).toEqual(CATEGORIES);
  });

  test("an arrow past a rank keeps clear of what stands there", () => {
    const { nodes, edges } = wordMesh();
    const extra = { source: "gateway (service)", target: "color-2 (service)" };
    const placed = placeGraph(nodes, [...edges, extra]);
    const names = placed.nodes.get("names (service)")!;
    const arrow = placed.edges.find((each) => each.member === "color-2 (service)")!;
    const bends = arrow.points.slice(1, -1);

    expect(bends.length).toBe(2);
    for (const { y } of bends) {
      expect(Math.abs(y - names.y)).toBeGreaterThan(names.radius);
    }
    expect(bends[0]!.x).toBeLessThan(names.x);
    expect(bends[1]!.x).toBeGreaterThan(names.x);
  });

  test("a caller of several members gets one arrow to their frame", () => {
    const { nodes, edges } = wordMesh();
    const extras = [1, 3].map((n) => ({
      source: "gateway (service)",
      target: `noun-${n} (service)`,
    }));
    const placed = placeGraph(nodes, [...edges, ...extras]);
    const frame = placed.groups.find((group) => group.title === "noun")!;

    expect(arrowsTo(frame.key, placed)).toEqual([
      { source: "names (service)", member: null, edges: 10 },
      { source: "gateway (service)", member: null, edges: 2 },
    ]);
    expect(titlesDownwards(placed)).toEqual(CATEGORIES);
  });

  test("the stages of a pipeline are no block, however they are named", () => {
    const stages = [1, 2, 3, 4, 5].map((n) => node(`stage-${n}`));
    const edges = stages.slice(1).map((stage, i) => edge(stages[i]!, stage));

    expect(findGroups(stages, edges)).toEqual([]);
  });

  test("a sibling with a callee of its own stays outside", () => {
    const caller = node("caller");
    const words = [1, 2, 3, 4, 5].map((n) => node(`word-${n}`));
    const other = node("other");
    const edges = [...words.map((word) => edge(caller, word)), edge(words[4]!, other)];
    const groups = findGroups([caller, ...words, other], edges);

    expect(groups.map((group) => group.members.map((m) => m.name))).toEqual([
      ["word-1", "word-2", "word-3", "word-4"],
    ]);
  });
});

test("focus keeps what leads to a node and what it leads to, not its siblings", () => {
  const { edges } = wordMesh();

  expect([...related("adjective-4 (service)", edges)].sort()).toEqual([
    "adjective-4 (service)",
    "gateway (client)",
    "gateway (service)",
    "names (service)",
  ]);
});
