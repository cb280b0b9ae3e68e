import { Letter } from "./Letter";

/** The colours of the charts, in words: A is filled, B is a line. */
export function Legend() {
  return (
    <span className="set-legend">
      <Letter of="a" />
      <Letter of="b" />
      <span className="faint">share of each set</span>
    </span>
  );
}
