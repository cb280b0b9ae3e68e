/** The live tail of the list: what is told is put on top, or waits to be asked for. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { livePath, useLive, type LiveState } from "../../live";
import { summaryFrom, type Summary } from "../../model";
import type { WireChange } from "../../wire";
import { questionKey, type Asked, type Rows } from "./summaries";
import { isTooMuch, NOTHING_NEW, released, told, withTail, type Tail } from "./tail";

const AT_ONCE = 50;

interface Options {
  on: boolean;
  /** What is new waits. */
  held: boolean;
  /** In an order of its own nothing can be put on top. */
  inOrder: boolean;
}

export interface LiveRows {
  state: LiveState;
  rows: Rows;
  /** How many traces the reader has not been shown. */
  waiting: number;
  show: () => void;
}

export function useTail(
  asked: Asked,
  rows: Rows,
  { on, held, inOrder }: Options,
): LiveRows {
  const key = questionKey(asked);
  const [tail, setTail] = useState<Tail & { key: string }>({ key, ...NOTHING_NEW });
  const mine = tail.key === key && on ? tail : NOTHING_NEW;
  const ids = useMemo(() => new Set(rows.rows?.map(({ id }) => id)), [rows.rows]);
  const latest = useRef({ held: held || inOrder, ids });
  useEffect(() => {
    latest.current = { held: held || inOrder, ids };
  });
  const onChange = useCallback(
    (change: WireChange) =>
      setTail((before) => {
        const base = before.key === key ? before : NOTHING_NEW;
        const traces = change.Traces.map(summaryFrom);
        const isRow = (id: string) => latest.current.ids.has(id);
        const how = { held: latest.current.held, isRow };
        return { key, ...told(base, { traces, leftOut: change.LeftOut }, how) };
      }),
    [key],
  );
  const { refresh } = rows;
  const { filter, group } = asked;
  const ready = rows.rows !== null && rows.error === null;
  const path = on && ready ? livePath({ filter, group, limit: AT_ONCE }) : null;
  const [behind, setBehind] = useState(false);
  const state = useLive(path, { onChange, onBehind: () => setBehind(true) });

  const begin = useCallback(() => {
    setTail({ key, ...NOTHING_NEW });
    refresh();
  }, [key, refresh]);
  const overfull = !held && !inOrder && isTooMuch(mine);
  useEffect(() => {
    if (overfull) begin();
  }, [overfull, begin]);
  const old = behind && !held;
  useEffect(() => {
    if (!old) return;
    setBehind(false);
    refresh();
  }, [old, refresh]);
  const show = useCallback(() => {
    if (inOrder) begin();
    else setTail((before) => ({ key: before.key, ...released(before) }));
  }, [inOrder, begin]);
  const free = !held && !inOrder && mine.waiting.length > 0;
  useEffect(() => {
    if (free) show();
  }, [free, show]);

  const list = rows.rows;
  const isLast = rows.next === null;
  const shown = useMemo<Summary[] | null>(
    () => list && (inOrder ? list : withTail(list, mine.shown, isLast)),
    [list, mine.shown, isLast, inOrder],
  );
  return {
    state,
    rows: { ...rows, rows: shown },
    waiting: mine.waiting.length + (held || inOrder ? mine.leftOut : 0),
    show,
  };
}
