/** The live tail of the list: what is told is put on top, or waits to be asked for. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../../api";
import { livePath, useLive, type LiveState } from "../../live";
import { summaryFrom, type Summary } from "../../model";
import type { WireChange } from "../../wire";
import { questionKey, type Asked, type Rows } from "./summaries";
import {
  isHeld,
  isTooMuch,
  NOTHING_NEW,
  released,
  told,
  withTail,
  type Tail,
} from "./tail";

const AT_ONCE = 50;

interface Options {
  on: boolean;
  /** What is new waits. */
  held: boolean;
  /** In an order of its own nothing can be put on top. */
  inOrder: boolean;
  /** Something has changed, or may have while nobody was told. */
  onNews: () => void;
}

export interface LiveRows {
  state: LiveState;
  rows: Rows;
  /** How many traces the reader has not been shown, and those of them that are known. */
  waiting: number;
  ids: readonly string[];
  show: () => void;
}

export function useTail(
  asked: Asked,
  rows: Rows,
  { on, held, inOrder, onNews }: Options,
): LiveRows {
  const key = questionKey(asked);
  const [tail, setTail] = useState<Tail & { key: string }>({ key, ...NOTHING_NEW });
  const mine = tail.key === key && on ? tail : NOTHING_NEW;
  const starts = useMemo(
    () => new Map(rows.rows?.map(({ id, start }) => [id, start])),
    [rows.rows],
  );
  const latest = useRef({ held: held || inOrder, starts, failed: false, onNews });
  useEffect(() => {
    const failed = rows.error !== null;
    latest.current = { held: held || inOrder, starts, failed, onNews };
  });
  const onChange = useCallback(
    (change: WireChange) => {
      setTail((before) => {
        const base = before.key === key ? before : NOTHING_NEW;
        const news = { traces: change.Traces.map(summaryFrom), leftOut: change.LeftOut };
        const { held, starts } = latest.current;
        const startOf = (id: string) => starts.get(id);
        return { key, ...told(base, news, { held, startOf }) };
      });
      latest.current.onNews();
    },
    [key],
  );
  const { refresh } = rows;
  const { filter, group } = asked;
  // What was refused will be again. What only failed is had when the server is back.
  const refused = rows.error instanceof ApiError && rows.error.status < 500;
  const ready = !refused && (rows.rows !== null || rows.error !== null);
  const path = on && ready ? livePath({ filter, group, limit: AT_ONCE }) : null;
  const [behind, setBehind] = useState(false);
  const state = useLive(path, { onChange, onBehind: () => setBehind(true) });
  useEffect(() => {
    if (state !== "live") return;
    if (latest.current.failed) refresh();
    latest.current.onNews();
  }, [state, refresh]);

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
  // Not all of it is known, or where it belongs.
  const unknown = inOrder || mine.leftOut > 0;
  const show = useCallback(() => {
    if (unknown) begin();
    else setTail((before) => ({ key: before.key, ...released(before) }));
  }, [unknown, begin]);
  const free = !held && !inOrder && !overfull && isHeld(mine);
  useEffect(() => {
    if (free) show();
  }, [free, show]);

  const list = rows.rows;
  const isLast = rows.next === null;
  const { shown, places } = mine;
  const both = useMemo<Summary[] | null>(
    () => list && (inOrder ? list : withTail(list, { shown, places }, isLast)),
    [list, shown, places, isLast, inOrder],
  );
  return {
    state,
    rows: { ...rows, rows: both },
    waiting: mine.waiting.length + (held || inOrder ? mine.leftOut : 0),
    ids: mine.waiting.map(({ id }) => id),
    show,
  };
}
