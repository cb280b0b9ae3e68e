/** What dagre leaves to chance: the order and alignment of boxes within a rank. */
import type { graphlib } from "@dagrejs/dagre";
import type { Box, Point } from "./boxes";

type DagreGraph = InstanceType<typeof graphlib.Graph>;

/** Beside wide groups a single service stands at their left, where arrows arrive. */
export function alignRanks(graph: DagreGraph, boxes: Map<string, Box>) {
  const ranks = new Map<number, Box[]>();
  const at = (box: Box) => graph.node(box.key) as Point;
  for (const box of boxes.values()) {
    const rank = Math.round(at(box).x);
    ranks.set(rank, [...(ranks.get(rank) ?? []), box]);
  }
  for (const rank of ranks.values()) {
    if (!rank.some((box) => box.group !== null || box.compact)) continue;
    const left = Math.min(...rank.map((box) => at(box).x - box.width / 2));
    for (const box of rank) at(box).x = left + box.width / 2;
  }
}

/**
 * Boxes called from the same rank and without callees may stand in any order: groups
 * by name first, then single services. Dagre's own order would look random. A caller
 * from further away changes nothing.
 */
export function sortLeaves(graph: DagreGraph, boxes: Map<string, Box>) {
  const families = new Map<string, Box[]>();
  for (const box of boxes.values()) {
    const callers = nearestCallers(graph, box.key);
    if (callers.length === 0 || graph.successors(box.key)?.length) continue;
    const { x } = graph.node(box.key) as Point;
    const family = `${Math.round(x)}|${callers.join()}`;
    families.set(family, [...(families.get(family) ?? []), box]);
  }
  for (const family of families.values()) restack(graph, family, boxes);
}

function nearestCallers(graph: DagreGraph, key: string): string[] {
  const callers = (graph.predecessors(key) ?? []).map(String);
  const rankOf = (caller: string) => Math.round((graph.node(caller) as Point).x);
  const nearest = Math.max(...callers.map(rankOf));
  return callers.filter((caller) => rankOf(caller) === nearest).sort();
}

function restack(graph: DagreGraph, family: Box[], boxes: Map<string, Box>) {
  const at = (box: Box) => graph.node(box.key) as Point;
  const top = Math.min(...family.map((box) => at(box).y - box.height / 2));
  const bottom = Math.max(...family.map((box) => at(box).y + box.height / 2));
  const { x } = at(family[0]!);
  const stranger = [...boxes.values()].some(
    (box) =>
      !family.includes(box) &&
      Math.abs(at(box).x - x) < 1 &&
      at(box).y > top &&
      at(box).y < bottom,
  );
  if (stranger || family.length < 2) return;
  const height = family.reduce((sum, box) => sum + box.height, 0);
  const gap = (bottom - top - height) / (family.length - 1);
  let y = top;
  for (const box of groupsFirst(family)) {
    at(box).y = y + box.height / 2;
    y += box.height + gap;
  }
}

/** Otherwise the order of the nodes given, which is by name. */
function groupsFirst(boxes: Box[]): Box[] {
  return [...boxes.filter((box) => box.group), ...boxes.filter((box) => !box.group)];
}
