/** Exceptions of a trace, and what caused them, wherever in the trace it was recorded. */
import type { WireCause, WireException } from "../wire";
import type { Part, Trace } from "./part";

export interface Recorded {
  exception: WireException;
  part: Part;
}

export interface Thrown {
  /** The exception, then what caused it, then what caused that. */
  chain: Recorded[];
}

/**
 * The exceptions of a part that are not themselves the cause of another of its own; or
 * the one that it refers to.
 */
export function thrownBy(part: Part, trace: Trace): Thrown[] {
  const index = recorded(trace);
  const elsewhere = index.get(referenceOf(part) ?? "");
  if (elsewhere) return [{ chain: chainFrom(elsewhere, index) }];
  const own = exceptionsOf(part);
  const causes = new Set(own.map(({ cause }) => cause).filter(Boolean));
  const firsts = own.filter(({ id }) => !id || !causes.has(id));
  // Exceptions that name each other in a ring have no first one.
  return (firsts.length > 0 ? firsts : own.slice(0, 1)).map((exception) => ({
    chain: chainFrom({ exception, part }, index),
  }));
}

/** The id that stands in place of exceptions; null where they are given. */
export function referenceOf({ document }: Part): string | null {
  const { cause } = document;
  if (typeof cause === "string") return cause;
  const given = isCause(cause) ? cause : null;
  const exceptions = given?.exceptions ?? [];
  return given && exceptions.length === 0 && given.id ? given.id : null;
}

export function exceptionsOf({ document }: Part): WireException[] {
  const { cause } = document;
  if (!isCause(cause) || !Array.isArray(cause.exceptions)) return [];
  return cause.exceptions.filter((each) => typeof each === "object" && each !== null);
}

function isCause(cause: unknown): cause is WireCause {
  return typeof cause === "object" && cause !== null;
}

function recorded(trace: Trace): Map<string, Recorded> {
  const index = new Map<string, Recorded>();
  for (const part of trace.parts) {
    for (const exception of exceptionsOf(part)) {
      if (exception.id) index.set(exception.id, { exception, part });
    }
  }
  return index;
}

function chainFrom(first: Recorded, index: ReadonlyMap<string, Recorded>): Recorded[] {
  const chain = [first];
  const seen = new Set([first.exception]);
  for (;;) {
    const cause = index.get(chain.at(-1)!.exception.cause ?? "");
    if (!cause || seen.has(cause.exception)) return chain;
    seen.add(cause.exception);
    chain.push(cause);
  }
}
