/** What a drag over a chart chose. */

/** Response times in seconds; null leaves an end open. */
export interface TimesChosen {
  from: number | null;
  to: number | null;
}

export interface Chosen {
  times: TimesChosen | null;
  /** Epoch seconds. */
  window: { start: number; end: number } | null;
}
