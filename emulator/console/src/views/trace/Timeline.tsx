/** The tree of a trace, every part with its bar on one time axis. A treegrid. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { CriticalPath } from "../../trace/criticalPath";
import type { Part, Trace } from "../../trace/part";
import { move, type Row } from "../../trace/rows";
import type { Interval } from "../../trace/selfTime";
import type { Kinds } from "../../trace/standing";
import { Axis, AxisLines } from "./Axis";
import { ROW_PIXELS, TimelineRow } from "./TimelineRow";
import { useVirtualRows } from "./useVirtualRows";
import "./timeline.css";

const HEAD_PIXELS = 31;
const NOWHERE: readonly Interval[] = [];

interface Props {
  trace: Trace;
  rows: Row[];
  view: Interval;
  path: CriticalPath;
  kinds: Kinds | null;
  selected: Part | null;
  hits: ReadonlySet<string>;
  /** What is to be brought into view, anew whenever the object changes. */
  shown: { id: string } | null;
  onZoom: (view: Interval) => void;
  onFold: (ids: string[], folded: boolean) => void;
  onSelect: (part: Part) => void;
}

export function Timeline(props: Props) {
  const { trace, rows, view, path, kinds, selected, hits, shown } = props;
  const { onZoom, onFold, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const active = useActiveRow(rows, focused ?? selected?.id ?? null);
  const { first, last, show, page } = useVirtualRows(scroller, rows.length, {
    row: ROW_PIXELS,
    head: HEAD_PIXELS,
  });
  const goTo = useFocus(scroller, rows, show, setFocused);
  useEffect(() => {
    if (shown) show(rows.findIndex(({ part }) => part.id === shown.id));
    // Not again for every change of the rows, only when something is to be seen.
  }, [shown]);

  const press = (pressed: React.KeyboardEvent) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    const next = move({ key: pressed.key, shift: pressed.shiftKey }, rows, active, page);
    if (!next) return;
    pressed.preventDefault();
    if (next.to === "row") goTo(next.index);
    else if (next.to === "fold") onFold(next.ids, next.folded);
    else onSelect(rows[active]!.part);
  };
  const click = useStable((part: Part) => {
    setFocused(part.id);
    onSelect(part);
  });
  const fold = useStable(onFold);
  return (
    <div ref={scroller} className="timeline-scroller" data-content tabIndex={-1}>
      <div
        className="timeline"
        role="treegrid"
        aria-label="Timeline"
        aria-rowcount={rows.length + 1}
      >
        <Head view={view} onZoom={onZoom} />
        <div
          className="timeline-rows"
          role="rowgroup"
          style={{ height: rows.length * ROW_PIXELS }}
          onKeyDown={press}
          onFocus={({ target }) => {
            // However it came there: by key, pointer or a screen reader.
            const id = target.closest<HTMLElement>("[data-part]")?.dataset["part"];
            if (id !== undefined) setFocused(id);
          }}
        >
          <div className="timeline-lines" aria-hidden="true">
            <span className="axis">
              <AxisLines view={view} />
            </span>
          </div>
          {drawn(first, last, active).map((index) => {
            const row = rows[index];
            return (
              row && (
                <TimelineRow
                  key={row.part.id}
                  row={row}
                  index={index}
                  trace={trace}
                  view={view}
                  waits={path.waits.get(row.part.id) ?? NOWHERE}
                  standing={kinds?.standing(row.part) ?? null}
                  selected={row.part.id === selected?.id}
                  akin={selected !== null && sameNode(row.part, selected)}
                  hit={hits.has(row.part.id)}
                  active={index === active}
                  onFold={fold}
                  onSelect={click}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The row that has the focus stays, wherever one has scrolled to. */
function drawn(first: number, last: number, active: number): number[] {
  const indexes = Array.from({ length: last - first }, (_, i) => first + i);
  return active < first
    ? [active, ...indexes]
    : active >= last
      ? [...indexes, active]
      : indexes;
}

function useActiveRow(rows: Row[], id: string | null): number {
  return useMemo(
    () =>
      Math.max(
        0,
        rows.findIndex(({ part }) => part.id === id),
      ),
    [rows, id],
  );
}

/** Focus follows a key, after the row it leads to has been drawn. */
function useFocus(
  scroller: React.RefObject<HTMLElement | null>,
  rows: Row[],
  show: (index: number) => void,
  setFocused: (id: string) => void,
) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(
      `[data-part="${CSS.escape(wanted.current)}"]`,
    );
    if (!row) return;
    row.focus({ preventScroll: true });
    wanted.current = null;
  });
  return (index: number) => {
    const row = rows[index];
    if (!row) return;
    wanted.current = row.part.id;
    show(index);
    setFocused(row.part.id);
  };
}

/** The same function for as long as the component lives, so that rows stay drawn. */
function useStable<Args extends unknown[]>(latest: (...args: Args) => void) {
  const current = useRef(latest);
  useEffect(() => {
    current.current = latest;
  });
  return useRef((...args: Args) => current.current(...args)).current;
}

function Head({ view, onZoom }: { view: Interval; onZoom: (view: Interval) => void }) {
  return (
    <div className="timeline-head" role="row" aria-rowindex={1}>
      <span role="columnheader">Name</span>
      <span role="columnheader" className="status">
        Status
      </span>
      <span role="columnheader" className="code">
        Code
      </span>
      <span role="columnheader" className="number">
        Duration
      </span>
      <span
        role="columnheader"
        className="number own-time"
        title="Time in which it did not wait for what it called"
      >
        Own time
      </span>
      <span
        role="columnheader"
        className="number among"
        title="Percentile of its duration among its own kind, around the same time"
      >
        Percentile
      </span>
      <span role="columnheader" className="type">
        Type
      </span>
      <span role="columnheader" className="axis">
        <span className="unseen">Time</span>
        <Axis view={view} onZoom={onZoom} />
      </span>
    </div>
  );
}

function sameNode(a: Part, b: Part): boolean {
  return a.kind === "segment" && b.kind === "segment" && a.node === b.node;
}
