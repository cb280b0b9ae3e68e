/** A page beside map and traces: its bar, and below it what scrolls. */
import type { ReactNode } from "react";

interface Props {
  bar: ReactNode;
  /** At the right edge, over the rest. */
  panel?: ReactNode;
  children: ReactNode;
}

export function PlaceFrame({ bar, panel, children }: Props) {
  return (
    <>
      <div className="toolbar">{bar}</div>
      <div className="content">
        <div className="content-scroll">{children}</div>
        {panel}
      </div>
    </>
  );
}
