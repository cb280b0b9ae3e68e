/** A chart of both sets, with what it is called and what a drag over it does. */
import type { ReactNode } from "react";
import { Letter } from "./Letter";

interface Props {
  title: string;
  aside: ReactNode;
  children: ReactNode;
}

export function ChartCard({ title, aside, children }: Props) {
  return (
    <figure className="card">
      <figcaption>
        <h2>{title}</h2>
        <Legend />
        <span className="grow" />
        {aside}
      </figcaption>
      {children}
    </figure>
  );
}

/** The colours, in words: A is filled, B is a line. */
function Legend() {
  return (
    <span className="set-legend">
      <Letter of="a" />
      <Letter of="b" />
      <span className="faint">share of each set</span>
    </span>
  );
}
