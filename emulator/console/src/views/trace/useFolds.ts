/** Which parts are folded, which are shown at all, and what the search has found. */
import { useEffect, useMemo, useState } from "react";
import type { CriticalPath } from "../../trace/criticalPath";
import type { Part, Trace } from "../../trace/part";
import { foldable, revealing, visibleRows } from "../../trace/rows";
import { found } from "../../trace/search";

export type Only = "" | "path" | "failed";

interface Asked {
  search: string;
  only: Only;
  selected: Part | null;
}

export function useFolds(trace: Trace, path: CriticalPath, asked: Asked) {
  const { search, only, selected } = asked;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const hits = useMemo(() => found(trace, search), [trace, search]);
  const failed = useMemo(() => trace.parts.filter(hasFailed), [trace]);
  const shown = useMemo(
    () => (only === "path" ? new Set(path.waits.keys()) : new Set(failed.map(idOf))),
    [only, path, failed],
  );
  const rows = useMemo(
    () => visibleRows(trace, folded, only === "" ? null : shown),
    [trace, folded, only, shown],
  );
  // What is looked for is to be seen, whatever was folded away before.
  useEffect(() => setFolded((before) => revealing(before, hits)), [search]);
  useEffect(() => {
    if (selected) setFolded((before) => revealing(before, [selected]));
  }, [selected?.id]);
  useEffect(() => {
    if (only) setFolded(new Set());
  }, [only]);

  const fold = (ids: string[], away: boolean) =>
    setFolded((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (away) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  return {
    rows,
    hits,
    hitIds: useMemo(() => new Set(hits.map(idOf)), [hits]),
    failed: failed.length,
    fold,
    foldAll: (away: boolean) => fold(foldable(trace.parts), away),
  };
}

function hasFailed({ outcome, kind }: Part): boolean {
  return outcome !== "ok" && kind !== "missing";
}

function idOf({ id }: Part): string {
  return id;
}
