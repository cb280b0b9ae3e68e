/** A set's name in its colour. */
import type { Which } from "../../pair";

export function Letter({ of }: { of: Which }) {
  return <span className={`letter ${of}`}>{of.toUpperCase()}</span>;
}
