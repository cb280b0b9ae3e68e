/** The filter of a group, tried on the latest traces while it is typed. */
import FormField from "@cloudscape-design/components/form-field";
import { useId, useState } from "react";
import * as api from "../../api";
import { ApiError } from "../../api";
import { corrected } from "../../filter";
import { count, counted } from "../../format";
import { ExpressionLine } from "../../parts/expression/ExpressionLine";
import { useAnswer } from "../../query";
import { useRested } from "../../rested";
import "./groups.css";

const TRIED_SECONDS = 3600;
const REST_MS = 400;
/** What stands there while one types is mostly unfinished, not mistaken. */
const PAUSE_MS = 2000;

interface Props {
  filter: string;
  /** Of the last attempt to save. */
  refusal: Error | null;
  onChange: (filter: string) => void;
}

export function GroupFilter({ filter, refusal, onChange }: Props) {
  const rested = useRested(filter, REST_MS);
  const paused = useRested(filter, PAUSE_MS);
  const [inside, setInside] = useState(false);
  const typing = inside && paused !== filter;
  const id = useId();
  const tried = useAnswer(`try ${rested}`, async (signal) => {
    if (!rested.trim()) return null;
    const now = Date.now() / 1000;
    const window = { start: now - TRIED_SECONDS, end: now };
    return api.traceSummaries(window, { filter: rested }, signal);
  });
  const error = refusal ?? (rested === filter && !typing ? tried.error : null);
  return (
    <FormField label="Filter expression" stretch>
      <div onFocus={() => setInside(true)} onBlur={() => setInside(false)}>
        <ExpressionLine
          text={filter}
          label="Filter expression"
          placeholder="Every trace"
          describedBy={id}
          invalid={error !== null}
          onText={onChange}
        />
      </div>
      <div id={id} className="filter-verdict" aria-live="polite">
        {error ? (
          <Refusal error={error} filter={filter} onChange={onChange} />
        ) : tried.value && !tried.loading ? (
          <span className="faint">
            It matches {counted(tried.value.TraceSummaries?.length ?? 0, "trace")}
            {tried.value.NextToken ? " and more" : ""} of the last hour, of{" "}
            {count(tried.value.TracesProcessedCount ?? 0)} looked at.
          </span>
        ) : (
          !filter.trim() && (
            <span className="faint">
              For example <code>service(&quot;checkout&quot;) &#123; fault &#125;</code>{" "}
              or <code>responsetime &gt; 1</code>
            </span>
          )
        )}
      </div>
    </FormField>
  );
}

function Refusal({
  error,
  filter,
  onChange,
}: {
  error: Error;
  filter: string;
  onChange: (filter: string) => void;
}) {
  const mistake = error instanceof ApiError ? error.mistake : null;
  const suggestion = mistake?.suggestion ?? null;
  return (
    <div role="alert">
      {mistake && (
        <pre className="filter-place" aria-hidden="true">
          {filter}
          {"\n"}
          {" ".repeat(mistake.position - 1)}
          {"^".repeat(Math.max(mistake.length, 1))}
        </pre>
      )}
      <span className="filter-error">{error.message}</span>
      {mistake && suggestion !== null && (
        <>
          {" "}
          <button
            type="button"
            className="link"
            onClick={() => onChange(corrected(filter, mistake, suggestion))}
          >
            Use {suggestion}
          </button>
        </>
      )}
    </div>
  );
}
