/** What somebody did at a moment: told, and found by time. */
import { post, request } from "../api";
import type { Window } from "../range";

export const MARKER_KINDS = ["note", "deploy", "fault-on", "fault-off"] as const;
export type MarkerKind = (typeof MARKER_KINDS)[number];

export const MARKER_WORDS: Record<MarkerKind, string> = {
  note: "Note",
  deploy: "Deployment",
  "fault-on": "Fault on",
  "fault-off": "Fault off",
};

export interface Marker {
  id: string;
  at: number;
  kind: MarkerKind;
  text: string;
}

export interface Markers {
  markers: Marker[];
  kept: number;
  dropped: number;
}

interface WireMarker {
  Id: string;
  Time: number;
  Kind: MarkerKind;
  Text: string;
}

export async function markers(
  window: Window | null,
  signal: AbortSignal,
): Promise<Markers> {
  const query = window ? `?start=${window.start}&end=${window.end}` : "";
  const answer = await request<{
    Markers: WireMarker[];
    Kept: number;
    Dropped: number;
  }>(`api/markers${query}`, { signal });
  return {
    markers: answer.Markers.map((each) => ({
      id: each.Id,
      at: each.Time,
      kind: each.Kind,
      text: each.Text,
    })),
    kept: answer.Kept,
    dropped: answer.Dropped,
  };
}

/** At a moment in epoch seconds, or now. */
export function addMarker(
  text: string,
  kind: MarkerKind,
  at: number | null,
  signal: AbortSignal,
) {
  const told = { Text: text, Kind: kind, ...(at === null ? {} : { Time: at }) };
  return post<unknown>("api/markers", told, signal);
}
