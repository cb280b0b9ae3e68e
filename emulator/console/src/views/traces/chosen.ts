/** What a drag over a chart chose. */
import type { TimesChosen } from "../../parts/chart/responseTimes";
import type { Window } from "../../range";

export interface Chosen {
  times: TimesChosen | null;
  window: Window | null;
}
