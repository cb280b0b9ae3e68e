/** One line for a filter expression or a trace id, with what was found below. */
import type { ReactNode } from "react";
import { FilterForm } from "../../parts/expression/FilterForm";
import "../../parts/expression/examples.css";
import "./filter-bar.css";

interface Props {
  /** The expression that was run last. */
  filter: string;
  error: Error | null;
  /** What to say below the line when there is no mistake. */
  summary: ReactNode;
  onRun: (text: string) => void;
}

export function FilterBar({ filter, error, summary, onRun }: Props) {
  const remark = (text: string) => {
    if (text === "") return <Examples onRun={onRun} />;
    if (text === filter) return <p>{summary}</p>;
    return <p className="faint">Enter runs it, ↓ and ↑ choose a suggestion.</p>;
  };
  return (
    <FilterForm
      className="filter"
      role="search"
      label="Filter expression or trace id"
      placeholder="Filter expression or trace id, then Enter"
      clear="Clear the filter"
      primary
      filter={filter}
      error={error}
      onRun={onRun}
      remark={remark}
    />
  );
}

const EXAMPLES = [
  "responsetime > 1.5",
  "error",
  "fault OR throttle",
  "http.status = 400",
  'service("names") { responsetime > 1 }',
  "annotation.handler",
];

function Examples({ onRun }: { onRun: (text: string) => void }) {
  return (
    <p className="examples">
      <span className="faint">Try</span>
      {EXAMPLES.map((example) => (
        <button key={example} type="button" onClick={() => onRun(example)}>
          {example}
        </button>
      ))}
    </p>
  );
}
