/**
 * How a part's duration stands among its own kind: the same service, or the same call
 * from one service to another, around the same time. The figures are the service
 * graph's histograms; nothing is counted here.
 */
import type { Bin } from "../model";
import type { WireHistogramEntry, WireService, WireServiceGraph } from "../wire";
import { ownerOf, type Part } from "./part";

export interface Kind {
  /** Whose requests these are: "adjective-4", "names → adjective-4". */
  label: string;
  bins: Bin[];
  total: number;
}

export interface Standing {
  kind: Kind;
  /** The share of the others that took less time, from 0 to 1. */
  below: number;
}

/** Of fewer requests a percentile says nothing. */
export const FEWEST = 20;

/** Looks up the kind of a part in a service graph's answer. */
export class Kinds {
  readonly #services: WireService[];
  readonly #byReference: Map<number, WireService>;
  readonly #standings = new WeakMap<Part, Standing | null>();
  readonly #read = new Map<WireHistogramEntry[], Kind>();

  constructor(graph: WireServiceGraph) {
    this.#services = (graph.Services ?? []).filter(({ Type }) => Type !== "client");
    this.#byReference = new Map(this.#services.map((s) => [s.ReferenceId, s]));
  }

  /** The same value each time, so that what shows it is not drawn again. */
  standing(part: Part): Standing | null {
    let known = this.#standings.get(part);
    if (known === undefined) this.#standings.set(part, (known = this.#look(part)));
    return known;
  }

  #look(part: Part): Standing | null {
    const kind = this.kindOf(part);
    if (!kind || kind.total < FEWEST || part.end === null) return null;
    return { kind, below: shareBelow(kind.bins, part.end - part.start) };
  }

  /** null for local work: nothing tells it from other work of the same name. */
  kindOf(part: Part): Kind | null {
    if (part.kind === "segment") {
      const service = this.#service(part);
      return service ? this.#kind(part.node, service.ResponseTimeHistogram ?? []) : null;
    }
    return part.kind === "subsegment" && part.document.namespace !== undefined
      ? this.#call(part)
      : null;
  }

  #call(part: Part): Kind | null {
    const caller = ownerOf(part);
    const callee = part.children.find(({ kind }) => kind === "segment");
    if (!callee) return null;
    const target = this.#service(callee);
    const edge = (this.#service(caller)?.Edges ?? []).find(
      (each) =>
        each.EdgeType !== "link" && this.#byReference.get(each.ReferenceId) === target,
    );
    if (!edge) return null;
    return this.#kind(
      `${caller.node} → ${callee.node}`,
      edge.ResponseTimeHistogram ?? [],
    );
  }

  #service(part: Part): WireService | null {
    const named = this.#services.filter(({ Name }) => Name === part.node);
    return named.find(({ Type }) => (Type ?? null) === part.type) ?? named[0] ?? null;
  }

  #kind(label: string, entries: WireHistogramEntry[]): Kind {
    const known = this.#read.get(entries);
    if (known) return known;
    const bins = entries
      .map(({ Value, Count }) => ({ value: Value, count: Count }))
      .sort((a, b) => a.value - b.value);
    const kind = { label, bins, total: bins.reduce((sum, { count }) => sum + count, 0) };
    this.#read.set(entries, kind);
    return kind;
  }
}

/**
 * A bin stands for times around its value, so half of it counts as less than the value;
 * between two bins it is a straight line.
 */
export function shareBelow(bins: readonly Bin[], seconds: number): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 0;
  let before = 0;
  let last = { value: 0, share: 0 };
  for (const { value, count } of bins) {
    const share = (before + count / 2) / total;
    if (seconds <= value) {
      const way = value > last.value ? (seconds - last.value) / (value - last.value) : 1;
      return last.share + (share - last.share) * Math.max(way, 0);
    }
    last = { value, share };
    before += count;
  }
  return 1;
}

/** "p97": a percentile, never rounded up to 100. */
export function percentile(below: number): string {
  return `p${Math.min(Math.floor(below * 100), 99)}`;
}
