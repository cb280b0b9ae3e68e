/** Local time or UTC: one choice for the whole console, kept in the browser. */
import { useSyncExternalStore } from "react";

export type Zone = "local" | "UTC";

const KEY = "xray-local.zone";
const listeners = new Set<() => void>();
let chosen: Zone = stored();

export function zone(): Zone {
  return chosen;
}

export function chooseZone(next: Zone): void {
  chosen = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  listeners.forEach((changed) => changed());
}

/** Renders again when the choice changes. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, zone);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function stored(): Zone {
  try {
    return localStorage.getItem(KEY) === "UTC" ? "UTC" : "local";
  } catch {
    return "local";
  }
}
