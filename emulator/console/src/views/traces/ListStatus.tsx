/** Above the list: how far the search for it has come, its order, and what is live. */
import Button from "@cloudscape-design/components/button";
import type { LiveState } from "../../live";
import { progress } from "./sentences";
import type { Search } from "./useNewest";
import "./list-status.css";

export interface Following {
  state: LiveState;
  paused: boolean;
  /** On the list, which stands still then as well. */
  resting: boolean;
  onPause: (paused: boolean) => void;
}

interface Props {
  order: string;
  search: Search;
  /** null when nobody is told of new traces. */
  live: Following | null;
}

export function ListStatus({ order, search, live }: Props) {
  const { share, stop, goOn } = search;
  if (!order && share !== null) {
    return (
      <span className="list-status search">
        <progress value={share} aria-label="Looked through" />
        <span className="faint">{progress(search)}</span>
        {stop && (
          <Button variant="inline-link" onClick={stop}>
            Stop
          </Button>
        )}
        {goOn && (
          <Button variant="inline-link" onClick={goOn}>
            Go on
          </Button>
        )}
      </span>
    );
  }
  return (
    <span className="list-status">
      <span className="faint" role="status">
        {[order, live && inWords(live)].filter(Boolean).join(" · ")}
      </span>
      {live && !order && (
        <Button variant="inline-link" onClick={() => live.onPause(!live.paused)}>
          {live.paused ? "Resume" : "Pause"}
        </Button>
      )}
    </span>
  );
}

function inWords({ state, paused, resting }: Following): string {
  if (state === "reconnecting") return "Reconnecting…";
  if (state !== "live") return "";
  if (paused) return "Paused: new traces are counted";
  return resting ? "New traces wait while you are here" : "New traces come in at the top";
}
