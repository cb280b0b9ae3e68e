/** A filter expression that narrows the map; its mistake is told by the server. */
import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { ApiError, type Mistake } from "../../api";
import { corrected } from "../../filter";
import { ExpressionLine } from "../../parts/expression/ExpressionLine";
import { remember } from "../../parts/expression/history";
import "./filter-line.css";

interface Props {
  /** The expression that the map is of. */
  filter: string;
  error: Error | null;
  /** Whether the server has answered to it. */
  understood: boolean;
  onRun: (filter: string) => void;
}

export function FilterLine({ filter, error, understood, onRun }: Props) {
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  const mistake = error instanceof ApiError && text === filter ? error.mistake : null;
  useEffect(() => {
    if (understood) remember(filter);
  }, [understood, filter]);
  const run = (line: string) => onRun(line.trim());
  return (
    <form
      className="filter-field"
      onSubmit={(press) => {
        press.preventDefault();
        run(text);
      }}
    >
      <ExpressionLine
        text={text}
        label="Filter expression of the map"
        placeholder="Filter expression"
        describedBy="map-filter-mistake"
        invalid={mistake !== null}
        onText={(line) => {
          setText(line);
          if (line === "") onRun("");
        }}
        onRun={run}
      />
      {text && (
        <Button
          formAction="none"
          variant="inline-icon"
          iconName="close"
          ariaLabel="Clear the filter"
          onClick={() => {
            setText("");
            onRun("");
          }}
        />
      )}
      {mistake && (
        <div className="filter-mistake" id="map-filter-mistake" role="alert">
          <Marked filter={filter} mistake={mistake} />
          <p>{error!.message}</p>
          {mistake.suggestion !== null && (
            <Button
              formAction="none"
              onClick={() => run(corrected(filter, mistake, mistake.suggestion!))}
            >
              Use {mistake.suggestion}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

function Marked({ filter, mistake }: { filter: string; mistake: Mistake }) {
  const from = mistake.position - 1;
  const to = from + Math.max(mistake.length, 1);
  return (
    <code>
      {filter.slice(0, from)}
      <mark>{filter.slice(from, to) || " "}</mark>
      {filter.slice(to)}
    </code>
  );
}
