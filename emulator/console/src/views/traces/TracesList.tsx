/** The list with its columns, its order and its pages. */
import Button from "@cloudscape-design/components/button";
import { useEffect, useMemo, useRef, useState } from "react";
import { count, counted } from "../../format";
import { NothingHere } from "../../parts/NothingHere";
import { useWidth } from "../../parts/size";
import { describeRange, type Range } from "../../range";
import { ColumnPicker } from "./ColumnPicker";
import { usualColumns } from "./columns";
import { Pager, type PagerProps } from "./Pager";
import { MOST_RANKED } from "./ranking";
import { ListStatus, type Following } from "./ListStatus";
import { useShown } from "./shown";
import { questionKey, type Asked, type Rows } from "./summaries";
import { TracesTable } from "./TracesTable";
import { useGoingOn, type Wanted } from "./useGoingOn";
import type { Search } from "./useNewest";
import { rowsOf, stepsBefore, type Step } from "./trail";
import type { TracesView } from "./view";
import "./traces-list.css";

interface Props {
  asked: Asked;
  view: TracesView;
  rows: Rows;
  search: Search;
  /** null when nobody is told of new traces. */
  live: Following | null;
  /** What the reader has asked to see last. */
  wanted: Wanted | null;
  newest: number | null;
  annotationKeys: Map<string, number> | undefined;
  onView: (seen: Partial<TracesView>) => void;
  onRange: (range: Range) => void;
  onClear: () => void;
}

/** Below that many rows one need not turn the page again at their end. */
const FULL_SCREEN = 20;

export function TracesList(props: Props) {
  const { asked, view, rows, search, live, annotationKeys, onView } = props;
  const pages = usePages(props);
  const list = useRef<HTMLDivElement>(null);
  const usual = usualColumns(useWidth(list), view.order?.by).join();
  const columns = useMemo(() => view.columns ?? usual.split(","), [view.columns, usual]);
  const key = JSON.stringify([questionKey(asked), view.order, view.after]);
  const shown = useShown(key, rows.rows);
  useGoingOn(list, shown.rows, props.wanted);
  // Not the rendering's own time: the table is drawn anew for new rows only.
  const now = useMemo(() => Date.now() / 1000, [shown.rows]);
  useEffect(() => showTop(list.current), [view.after]);
  const loading = rows.loading && !shown.stale;
  const order = JSON.stringify(view.order);
  const emptyOf =
    shown.rows.length === 0 && `${key} ${rows.scanned} ${search.goOn !== null}`;
  // Two hundred rows are drawn when they change, not whenever something is asked.
  const table = useMemo(
    () => (
      <TracesTable
        rows={shown.rows}
        columns={columns}
        order={view.order}
        now={now}
        loading={loading}
        empty={rows.error ? null : <Empty {...props} />}
        onOrder={(order) => onView({ order })}
      />
    ),
    // The rest of the properties changes with these, or only in name.
    [shown.rows, columns, order, now, loading, rows.error, emptyOf],
  );
  return (
    <div
      ref={list}
      className={shown.stale ? "traces-list stale" : "traces-list"}
      aria-busy={rows.loading}
      data-content
      tabIndex={-1}
    >
      <div className="traces-list-bar">
        <ListStatus order={describeOrder(view, rows)} search={search} live={live} />
        <span className="grow" />
        {view.order ? (
          <Button variant="inline-link" onClick={() => onView({ order: null })}>
            Newest first
          </Button>
        ) : (
          <Pager {...pages} />
        )}
        <ColumnPicker
          columns={columns}
          usual={usual}
          annotationKeys={annotationKeys?.keys() ?? []}
          onChange={(next) => onView({ columns: next, after: view.after })}
        />
      </div>
      {table}
      {!view.order && shown.rows.length > FULL_SCREEN && (
        <div className="traces-list-bar below">
          <Pager {...pages} />
        </div>
      )}
    </div>
  );
}

/** Where a page was turned at its end, the next one begins at its beginning. */
function showTop(list: HTMLElement | null): void {
  const frame = list?.parentElement;
  if (list && frame && frame.scrollTop > list.offsetTop) {
    frame.scrollTop = list.offsetTop;
  }
}

function describeOrder({ order }: TracesView, { matched }: Rows): string {
  if (!order || matched === null) return "";
  return matched <= MOST_RANKED
    ? `All ${counted(matched, "trace")} in this order`
    : `The first ${MOST_RANKED} of ${count(matched)} traces in this order`;
}

function usePages({ asked, view, rows, onView }: Props): PagerProps {
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const question = questionKey(asked);
  useEffect(() => setSteps([]), [question]);
  const before = stepsBefore(steps, view.after);
  const { next } = rows;
  const count = rows.rows?.length ?? 0;
  const older = (after: string) => {
    setSteps([...(before ?? []), { after: view.after, next: after, rows: count }]);
    onView({ after });
  };
  return {
    offset: before && rowsOf(before),
    rows: count,
    onNewest: view.after === null ? null : () => onView({ after: null }),
    onNewer: before?.length ? () => onView({ after: before.at(-1)!.after }) : null,
    onOlder: next === null ? null : () => older(next),
  };
}

function Empty({ asked, view, rows, search, newest, onRange, onClear, onView }: Props) {
  const { range, filter } = asked;
  if (search.goOn) {
    return (
      <div className="centred nothing">
        <p>
          <strong>Stopped before a trace was found.</strong>
        </p>
        <Button onClick={search.goOn}>Go on</Button>
      </div>
    );
  }
  if (view.after !== null) {
    return (
      <div className="centred nothing">
        <p>
          <strong>No older traces {describeRange(range)}.</strong>
        </p>
        <Button onClick={() => onView({ after: null })}>Show the newest</Button>
      </div>
    );
  }
  if (!filter && !view.group) {
    return <NothingHere range={range} newest={newest} onRange={onRange} />;
  }
  return (
    <div className="centred nothing">
      <p>
        <strong>No trace matches {describeRange(range)}.</strong>
      </p>
      <p className="faint">{counted(rows.scanned ?? 0, "trace")} scanned.</p>
      <Button onClick={onClear}>
        {view.group ? "Show all traces" : "Clear the filter"}
      </Button>
    </div>
  );
}
