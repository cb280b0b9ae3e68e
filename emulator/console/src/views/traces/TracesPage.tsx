import Button from "@cloudscape-design/components/button";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { ApiError } from "../../api";
import { count, counted } from "../../format";
import { NothingHere } from "../../parts/NothingHere";
import { Problem } from "../../parts/Problem";
import { RangePicker } from "../../parts/RangePicker";
import { describeRange } from "../../range";
import { navigate, traceIdIn, type Route } from "../../route";
import { FilterBar } from "./FilterBar";
import { useSummaries } from "./summaries";
import { TracesTable } from "./TracesTable";
import "./traces.css";

type TracesRoute = Extract<Route, { page: "traces" }>;

export default function TracesPage({
  route,
  newest,
}: {
  route: TracesRoute;
  newest: number | null;
}) {
  const { range, filter } = route;
  const [live, setLive] = useState(false);
  const moving = range.kind === "relative";
  const { page, error, loading, loadingMore, loadMore, refresh } = useSummaries(
    range,
    filter,
    live && moving,
  );
  const refused = error instanceof ApiError && error.mistake !== null;

  const run = (text: string) => {
    const id = traceIdIn(text);
    if (id !== null) navigate({ page: "trace", id, segment: null });
    else if (text === filter) refresh();
    else navigate({ ...route, filter: text });
  };

  return (
    <>
      <div className="toolbar">
        <h1>Traces</h1>
        <span className="faint" aria-live="polite">
          {page && !filter && described(page.rows.length, page.token !== null)}
        </span>
        <span className="grow" />
        <Toggle
          checked={live && moving}
          disabled={!moving}
          onChange={({ detail }) => setLive(detail.checked)}
        >
          Live
        </Toggle>
        <RangePicker
          range={range}
          onChange={(next) => navigate({ ...route, range: next })}
        />
        <Button iconName="refresh" ariaLabel="Refresh" onClick={refresh} />
      </div>
      <FilterBar
        filter={filter}
        error={error}
        summary={
          page && !refused
            ? `${counted(page.rows.length, "trace")}${page.token ? " so far" : ""} match${page.processed === null ? "" : `, of ${count(page.processed)} scanned`}.`
            : ""
        }
        onRun={run}
      />
      <div className="traces-area">
        {error && !refused && (
          <div className="traces-problem">
            <Problem error={error} onRetry={refresh} />
          </div>
        )}
        {!refused && (
          <TracesTable
            rows={page?.rows ?? []}
            now={Date.now() / 1000}
            loading={loading}
            empty={
              error ? null : filter ? (
                <div className="centred nothing">
                  <p>
                    <strong>No trace matches {describeRange(range)}.</strong>
                  </p>
                  <p className="faint">
                    {counted(page?.processed ?? 0, "trace")} scanned.
                  </p>
                  <Button onClick={() => run("")}>Clear the filter</Button>
                </div>
              ) : (
                <NothingHere
                  range={range}
                  newest={newest}
                  onRange={(next) => navigate({ ...route, range: next })}
                />
              )
            }
          />
        )}
        {page?.token && !refused && (
          <div className="more">
            <Button
              loading={loadingMore}
              onClick={() => {
                // New rows on top would move the old ones the user asked for.
                setLive(false);
                void loadMore();
              }}
            >
              Load older traces
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

function described(rows: number, more: boolean): string {
  return more ? `the newest ${count(rows)}` : counted(rows, "trace");
}
