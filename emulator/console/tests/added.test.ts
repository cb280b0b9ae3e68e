import { describe, expect, test } from "vitest";
import { LAPTOP } from "../src/layout/boxes";
import type { LayoutEdge, LayoutNode } from "../src/layout/groups";
import { placeGraph } from "../src/layout/place";
import type { Placed, PlacedNode } from "../src/layout/placed";
import { crowd, edge, node, wordMesh } from "./mesh";

interface Graph {
  nodes: LayoutNode[];
  edges: LayoutEdge[];
}

function withMore({ nodes, edges }: Graph, more: LayoutNode[], calls: LayoutEdge[]) {
  return { nodes: [...nodes, ...more], edges: [...edges, ...calls] };
}

function grown(before: Graph, after: Graph) {
  const placed = placeGraph(before.nodes, before.edges);
  return { placed, more: placeGraph(after.nodes, after.edges, LAPTOP, placed) };
}

function places(placed: Placed, nodes: LayoutNode[]) {
  return nodes.map(({ key }) => {
    const { x, y } = placed.nodes.get(key)!;
    return { key, x, y };
  });
}

function covered({ x, y, radius, compact, labelWidth }: PlacedNode) {
  return compact
    ? {
        left: x - radius,
        right: x + radius + labelWidth,
        top: y - radius,
        bottom: y + radius,
      }
    : { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius + 40 };
}

function collisions(placed: Placed): string[] {
  const all = [...placed.nodes.values()];
  return all.flatMap((a, at) =>
    all.slice(at + 1).flatMap((b) => {
      const [p, q] = [covered(a), covered(b)];
      const apart =
        p.right <= q.left || q.right <= p.left || p.bottom <= q.top || q.bottom <= p.top;
      return apart ? [] : [`${a.key} on ${b.key}`];
    }),
  );
}

const MESH = wordMesh();
const NAMES = MESH.nodes.find(({ key }) => key === "names (service)")!;
const CACHE = node("cache", "AWS::ElastiCache");
const BATCH = node("batch");
const ELEVENTH = node("verb-11");

describe("a service that comes later", () => {
  const after = withMore(
    MESH,
    [CACHE, BATCH, ELEVENTH],
    [edge(NAMES, CACHE), edge(BATCH, NAMES), edge(NAMES, ELEVENTH)],
  );
  const { placed, more } = grown(MESH, after);

  test("moves none that has its place", () => {
    expect(places(more, MESH.nodes)).toEqual(places(placed, MESH.nodes));
    expect(more.grown).toBe(true);
  });

  test("covers none, and no frame", () => {
    expect(collisions(more)).toEqual([]);
    const single = more.nodes.get(CACHE.key)!;
    const inside = more.groups.filter(
      (frame) =>
        single.x > frame.x &&
        single.x < frame.x + frame.width &&
        single.y > frame.y &&
        single.y < frame.y + frame.height,
    );
    expect(inside).toEqual([]);
  });

  test("stands right of its callers, or left of whom it calls", () => {
    const names = more.nodes.get(NAMES.key)!;

    expect(more.nodes.get(CACHE.key)!.x).toBeGreaterThan(names.x);
    expect(more.nodes.get(BATCH.key)!.x).toBeLessThan(names.x);
  });

  test("stands apart where its siblings' frame has no room for another row", () => {
    const [before, frame] = [placed, more].map(({ groups }) =>
      groups.find(({ title }) => title === "verb"),
    );

    expect(frame).toEqual(before);
    expect(more.nodes.get(ELEVENTH.key)!.group).toBe(null);
  });

  test("has its arrow, and every call that was there keeps its own", () => {
    const drawn = new Set(more.edges.flatMap((arrow) => arrow.edges));

    expect(drawn.size).toBe(after.edges.length);
    expect(more.edges.every(({ points }) => points.length >= 2)).toBe(true);
  });

  test("is within the map", () => {
    for (const { x, y } of more.nodes.values()) {
      expect(x).toBeGreaterThan(0);
      expect(y).toBeGreaterThan(0);
      expect(x).toBeLessThan(more.width);
      expect(y).toBeLessThan(more.height);
    }
  });
});

test("a sibling takes the free cell of its frame", () => {
  const eleven = wordMesh(11);
  const ten = {
    nodes: eleven.nodes.filter(({ name }) => name !== "noun-11"),
    edges: eleven.edges.filter(({ target }) => !target.startsWith("noun-11 ")),
  };
  const { placed, more } = grown(ten, eleven);

  expect(places(more, ten.nodes)).toEqual(places(placed, ten.nodes));
  expect(more.groups.find(({ title }) => title === "noun")!.members).toHaveLength(11);
  expect(collisions(more)).toEqual([]);
});

test("a new call between two that stand moves neither", () => {
  const [first, second] = MESH.nodes.filter(({ name }) => name.startsWith("verb-"));
  const { placed, more } = grown(MESH, withMore(MESH, [], [edge(first!, second!)]));

  expect(places(more, MESH.nodes)).toEqual(places(placed, MESH.nodes));
});

test("of a crowd none moves, too", () => {
  const many = crowd(300, 900);
  const late = node("late");
  const { placed, more } = grown(
    many,
    withMore(many, [late], [edge(many.nodes[7]!, late)]),
  );

  expect(places(more, many.nodes)).toEqual(places(placed, many.nodes));
  expect(more.nodes.has(late.key)).toBe(true);
});

test("a map of which most is new is laid out at once", () => {
  const few = { nodes: MESH.nodes.slice(0, 6), edges: MESH.edges.slice(0, 2) };

  expect(grown(few, MESH).more).toEqual(placeGraph(MESH.nodes, MESH.edges));
});
