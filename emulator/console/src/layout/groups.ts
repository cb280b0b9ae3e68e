/**
 * Siblings drawn as one block.
 *
 * Fifty services in one column cannot be read on a laptop. Services of the same
 * rank, type, callers and callees, whose names differ only in a trailing number,
 * are one family ("adjective-1" … "adjective-10") and become a grid in a frame
 * with one arrow to it. Leaves that share a caller but no name do the same when
 * there are many of them.
 */

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
  const families = gather(nodes, (node) => {
    const family = familyName(node.name);
    return family && `${family}|${node.type}|${neighbours.get(node.key)!.signature}`;
  });
  const grouped = families
    .filter((members) => members.length >= SMALLEST_FAMILY)
    .map((members) => asGroup(familyName(members[0]!.name)!, members));
  const taken = new Set(grouped.flatMap((group) => group.members.map((m) => m.key)));
  const crowds = gather(nodes, (node) => {
    const { leaf, signature } = neighbours.get(node.key)!;
    return leaf && !taken.has(node.key) ? `${node.type}|${signature}` : null;
  });
  return [
    ...grouped,
    ...crowds
      .filter((members) => members.length >= SMALLEST_CROWD)
      .map((members) => asGroup(members[0]!.type ?? "services", members)),
  ];
}

/** "adjective-4" -> "adjective"; null for a name without a trailing number. */
export function familyName(name: string): string | null {
  return /^(.*[^\d\s._:/-])[-_.]?\d+$/.exec(name)?.[1] ?? null;
}

function asGroup(title: string, members: LayoutNode[]): Group {
  return { key: `group:${title}:${members[0]!.key}`, title, members };
}

function gather(
  nodes: LayoutNode[],
  keyOf: (node: LayoutNode) => string | null,
): LayoutNode[][] {
  const sets = new Map<string, LayoutNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key !== null) sets.set(key, [...(sets.get(key) ?? []), node]);
  }
  return [...sets.values()];
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
        leaf: callers.get(key)!.length > 0 && callees.get(key)!.length === 0,
        signature: `${callers.get(key)!.sort().join()}>${callees.get(key)!.sort().join()}`,
      },
    ]),
  );
}
