/**
 * Siblings drawn as one block.
 *
 * Fifty services in one column cannot be read on a laptop. Siblings that call the
 * same services become a grid in a frame. Who calls them makes no difference: a
 * caller of one member only gets an arrow to that member. Leaves that share a caller
 * but no name are framed too when there are many of them.
 */
import { familyKey, familyName, gather } from "../family";

export interface LayoutNode {
  key: string;
  name: string;
  type: string | null;
}

export interface LayoutEdge {
  source: string;
  target: string;
}

export interface Group {
  key: string;
  title: string;
  members: LayoutNode[];
}

const SMALLEST_FAMILY = 4;
const SMALLEST_CROWD = 8;

export function findGroups(nodes: LayoutNode[], edges: LayoutEdge[]): Group[] {
  const neighbours = neighbourhoods(nodes, edges);
  // Siblings that call different ones may call each other: a pipeline is no block.
  const families = gather(nodes, (node) => {
    const family = familyKey(node);
    return family && `${family}|${neighbours.get(node.key)!.callees}`;
  });
  const grouped = families
    .filter((members) => members.length >= SMALLEST_FAMILY)
    .map((members) => asGroup(familyName(members[0]!.name)!, members));
  const taken = new Set(grouped.flatMap((group) => group.members.map((m) => m.key)));
  const crowds = gather(nodes, (node) => {
    const { callers, callees } = neighbours.get(node.key)!;
    const leaf = callers !== "" && callees === "";
    return leaf && !taken.has(node.key) ? `${node.type}|${callers}` : null;
  });
  return [
    ...grouped,
    ...crowds
      .filter((members) => members.length >= SMALLEST_CROWD)
      .map((members) => asGroup(members[0]!.type ?? "services", members)),
  ];
}

function asGroup(title: string, members: LayoutNode[]): Group {
  return { key: `group:${title}:${members[0]!.key}`, title, members };
}

function neighbourhoods(nodes: LayoutNode[], edges: LayoutEdge[]) {
  const callers = new Map<string, string[]>(nodes.map((n) => [n.key, []]));
  const callees = new Map<string, string[]>(nodes.map((n) => [n.key, []]));
  for (const { source, target } of edges) {
    callers.get(target)?.push(source);
    callees.get(source)?.push(target);
  }
  return new Map(
    nodes.map(({ key }) => [
      key,
      {
        callers: callers.get(key)!.sort().join(),
        callees: callees.get(key)!.sort().join(),
      },
    ]),
  );
}
