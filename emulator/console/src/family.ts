/**
 * Which services are siblings: the same type and a name that differs only in a
 * trailing number ("adjective-1" … "adjective-10").
 *
 * Who calls them does not matter: one request past the usual caller makes nobody a
 * stranger. The map's frames and the mark of slowness both build on this, not on
 * each other.
 */

export interface Named {
  name: string;
  type: string | null;
}

/** "adjective-4" -> "adjective"; null for a name without a trailing number. */
export function familyName(name: string): string | null {
  return /^(.*[^\d\s._:/-])[-_.]?\d+$/.exec(name)?.[1] ?? null;
}

/** The same for all siblings; null for a service that can have none. */
export function familyKey({ name, type }: Named): string | null {
  const family = familyName(name);
  return family && `${family}|${type}`;
}

/** The members of every set, in the order given; null belongs to none. */
export function gather<T>(members: readonly T[], keyOf: (member: T) => string | null) {
  const sets = new Map<string, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    if (key !== null) sets.set(key, [...(sets.get(key) ?? []), member]);
  }
  return [...sets.values()];
}
