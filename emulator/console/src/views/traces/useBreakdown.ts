/** The breakdown of the traces on the page, counted after their first rows are there. */
import { useEffect, useState } from "react";
import * as api from "../../api";
import { withPart, type Breakdown } from "../../calls/breakdown";
import { TOLD_MS, useAgain } from "../../live";
import type { WireBreakdown } from "../../wire";
import { REST, useScan, type Scan } from "./scan";
import { questionKey, questionOf, type Asked } from "./summaries";

interface Options {
  by: string | null;
  /** False as long as something else goes first. */
  wanted: boolean;
  live: boolean;
}

export interface Breakdowns {
  /** Of the present attribute, as far as it is counted. */
  panel: Scan<Breakdown>;
  /** A whole count rather than the beginning of one by another attribute. */
  charts: Scan<Breakdown>;
  /** Something has changed: it is counted again, soon. */
  again: () => void;
}

/** Every trace of the window is counted again for one that has changed. */
const PACE = { times: REST, leastMs: 1000, mostMs: 60_000 };

interface Kept extends Breakdown {
  question: string;
}

export function useBreakdown(asked: Asked, { by, wanted, live }: Options): Breakdowns {
  const question = questionKey(asked);
  const scan = useScan<WireBreakdown, Kept>(
    wanted ? `${question} ${by}` : null,
    () => {
      const asking = questionOf(asked);
      return {
        ask: (after, signal) => api.breakdown(asking, by, after, signal),
        add: (before, part) => ({
          ...withPart(before, part, { window: asking.window, by }),
          question,
        }),
      };
    },
    { every: live ? TOLD_MS : null },
  );
  const again = useAgain(
    scan.refresh,
    scan.done ? (scan.error ?? scan.value) : null,
    PACE,
  );
  const [whole, setWhole] = useState<Scan<Kept> | null>(null);
  useEffect(() => {
    if (scan.done && scan.value) setWhole(scan);
  }, [scan]);
  const counted = whole?.value?.question === question ? whole : null;
  const mine = scan.value?.question === question && scan.value.by === by;
  return {
    panel: mine ? scan : { ...scan, value: null },
    charts: counted && !scan.error ? counted : scan,
    again,
  };
}
