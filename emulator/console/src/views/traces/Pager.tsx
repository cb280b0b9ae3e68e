/** From page to page through any number of traces. */
import Button from "@cloudscape-design/components/button";
import { count } from "../../format";

export interface PagerProps {
  /** How many rows are on the pages before this one; null when nobody knows. */
  offset: number | null;
  rows: number;
  onNewest: (() => void) | null;
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
}

export function Pager({ offset, rows, onNewest, onNewer, onOlder }: PagerProps) {
  return (
    <nav className="pager" aria-label="Pages of traces">
      <Button
        variant="icon"
        iconName="angle-left-double"
        ariaLabel="Newest traces"
        disabled={!onNewest}
        onClick={() => onNewest?.()}
      />
      <Button
        variant="icon"
        iconName="angle-left"
        ariaLabel="Newer traces"
        disabled={!onNewer}
        onClick={() => onNewer?.()}
      />
      <span className="pager-rows">{described(offset, rows)}</span>
      <Button
        variant="icon"
        iconName="angle-right"
        ariaLabel="Older traces"
        disabled={!onOlder}
        onClick={() => onOlder?.()}
      />
    </nav>
  );
}

function described(offset: number | null, rows: number): string {
  if (rows === 0) return "";
  if (offset === null) return `${count(rows)} traces`;
  return `${count(offset + 1)}–${count(offset + rows)}`;
}
