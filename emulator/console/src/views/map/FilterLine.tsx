/** A filter expression that narrows the map; its mistake is told by the server. */
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useEffect, useState } from "react";
import { ApiError } from "../../api";
import { corrected } from "../../filter";

interface Props {
  /** The expression that the map is of. */
  filter: string;
  error: Error | null;
  onRun: (filter: string) => void;
}

export function FilterLine({ filter, error, onRun }: Props) {
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  const mistake = error instanceof ApiError ? error.mistake : null;
  return (
    <div className="filter-field">
      <Input
        type="search"
        value={text}
        placeholder="Filter the map's traces: fault, http.url CONTAINS …"
        ariaLabel="Filter expression of the map"
        invalid={mistake !== null}
        spellcheck={false}
        onChange={({ detail }) => {
          setText(detail.value);
          if (detail.value === "") onRun("");
        }}
        onKeyDown={({ detail }) => detail.key === "Enter" && onRun(text.trim())}
      />
      {mistake && (
        <div className="filter-mistake" role="alert">
          <code>
            {filter.slice(0, mistake.position - 1)}
            <mark>
              {filter.slice(
                mistake.position - 1,
                mistake.position - 1 + Math.max(mistake.length, 1),
              ) || " "}
            </mark>
            {filter.slice(mistake.position - 1 + Math.max(mistake.length, 1))}
          </code>
          <p>{error!.message}</p>
          {mistake.suggestion !== null && (
            <Button
              onClick={() => onRun(corrected(filter, mistake, mistake.suggestion!))}
            >
              Use {mistake.suggestion}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
