/** Above the timeline: search, what is shown, folds, and the way back from a zoom. */
import { useEffect, useRef } from "react";
import { count, duration } from "../../format";
import type { Only } from "./useFolds";
import "./toolbar.css";

interface Props {
  search: string;
  hits: number;
  /** Which of the hits is shown, from 0. */
  at: number;
  only: Only;
  counts: { all: number; path: number; failed: number };
  pathSeconds: number;
  zoomed: boolean;
  onSearch: (text: string) => void;
  onStep: (step: 1 | -1) => void;
  onOnly: (only: Only) => void;
  onFoldAll: (away: boolean) => void;
  onWhole: () => void;
}

interface Choice {
  only: Only;
  label: string;
  amount: number;
  title: string;
  more?: string;
}

export function Toolbar(props: Props) {
  const { only, counts, pathSeconds, zoomed, onOnly, onFoldAll, onWhole } = props;
  const choices: Choice[] = [
    { only: "", label: "All", amount: counts.all, title: "Every part of the trace" },
    {
      only: "path",
      label: "Critical path",
      amount: counts.path,
      more: duration(pathSeconds),
      title: "What the answer waited for: underlined in the bars",
    },
    { only: "failed", label: "Failed", amount: counts.failed, title: "Not OK" },
  ];
  return (
    <div className="timeline-tools" role="group" aria-label="Timeline tools">
      <Search {...props} />
      <div className="choice" role="group" aria-label="Show">
        {choices.map((choice) => (
          <button
            key={choice.only}
            type="button"
            aria-pressed={only === choice.only}
            disabled={choice.amount === 0 && only !== choice.only}
            title={choice.title}
            onClick={() => onOnly(choice.only)}
          >
            {choice.label}{" "}
            <span className="amount">
              {count(choice.amount)}
              {choice.more && ` · ${choice.more}`}
            </span>
          </button>
        ))}
      </div>
      <div className="choice" role="group" aria-label="Fold">
        <button type="button" onClick={() => onFoldAll(false)}>
          Expand all
        </button>
        <button type="button" onClick={() => onFoldAll(true)}>
          Collapse all
        </button>
      </div>
      {zoomed && (
        <div className="choice">
          <button type="button" onClick={onWhole}>
            Whole time
          </button>
        </div>
      )}
    </div>
  );
}

function Search({ search, hits, at, onSearch, onStep }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useSlash(input);
  const press = (key: React.KeyboardEvent) => {
    if (key.key === "Enter") onStep(key.shiftKey ? -1 : 1);
    else if (key.key === "Escape" && search !== "") onSearch("");
    else return;
    key.preventDefault();
    key.stopPropagation();
  };
  return (
    <div className="trace-search">
      <input
        ref={input}
        type="search"
        value={search}
        placeholder="Search in this trace"
        aria-label="Search in this trace"
        aria-keyshortcuts="/"
        onChange={(change) => onSearch(change.target.value)}
        onKeyDown={press}
      />
      {search.trim() !== "" && (
        <>
          <span role="status" className="faint">
            {hits === 0 ? "none" : `${count(at + 1)} of ${count(hits)}`}
          </span>
          <button
            type="button"
            disabled={hits === 0}
            aria-label="Previous match"
            title="Previous match (Shift+Enter)"
            onClick={() => onStep(-1)}
          >
            ↑
          </button>
          <button
            type="button"
            disabled={hits === 0}
            aria-label="Next match"
            title="Next match (Enter)"
            onClick={() => onStep(1)}
          >
            ↓
          </button>
        </>
      )}
    </div>
  );
}

/** The key "/" leads to the search, as elsewhere on the web. */
function useSlash(input: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const press = (key: KeyboardEvent) => {
      const typing =
        key.target instanceof HTMLElement &&
        key.target.closest("input, textarea, select, [contenteditable]");
      if (key.key !== "/" || typing || key.ctrlKey || key.metaKey || key.altKey) return;
      key.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [input]);
}
