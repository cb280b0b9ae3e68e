/** Values with their shares of each set; a press narrows A, or B, to one of them. */
import { Fragment, type ReactNode } from "react";
import { labelOf } from "../../attributes";
import type { Comparison, Row } from "../../calls/comparison";
import { count, share } from "../../format";
import type { Which } from "../../pair";
import { useGridStops } from "../../parts/gridStops";
import { points, shown } from "./words";

interface Props {
  label: string;
  rows: Row[];
  comparison: Comparison;
  /** A row that tells more of it; with it, the rows are of several attributes. */
  detail?: (row: Row) => ReactNode;
  onNarrow: (which: Which, row: Row) => void;
}

export function RowTable({ label, rows, comparison, detail, onNarrow }: Props) {
  const ofA = comparison.a.breakdown.all.traces;
  const ofB = comparison.b.breakdown.all.traces;
  const stops = useGridStops();
  return (
    <table className="rows" role="grid" aria-label={label} {...stops}>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col" className="part">
            Share of A
          </th>
          <th scope="col" className="part">
            Share of B
          </th>
          <th scope="col" className="delta" title="Percentage points more in A than in B">
            Difference
          </th>
          {detail && (
            <th
              scope="col"
              className="strength"
              title="1: all of one set have it and none of the other. 0: as frequent in both."
            >
              Strength
            </th>
          )}
          <th scope="col" className="narrow">
            Narrow
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.expression}>
            <tr>
              <th scope="row">
                {detail && <span className="faint">{labelOf(row.attribute)} </span>}
                <button
                  type="button"
                  className="link"
                  title={`${shown(row.value)}\nOnly these in A: ${row.expression}`}
                  onClick={() => onNarrow("a", row)}
                >
                  {shown(row.value)}
                </button>
              </th>
              <Part which="a" part={row.a} all={ofA} />
              <Part which="b" part={row.b} all={ofB} />
              <td className="number">{points(row.delta)}</td>
              {detail && <td className="number">{row.bits.toFixed(2)}</td>}
              <td className="narrow">
                <NarrowButton which="a" row={row} onNarrow={onNarrow} />
                <NarrowButton which="b" row={row} onNarrow={onNarrow} />
              </td>
            </tr>
            {detail?.(row)}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Part({ which, part, all }: { which: Which; part: number; all: number }) {
  return (
    <td className="part">
      <div className="part-figures">
        <span>{share(part, all)}</span>
        <span className="faint">{count(part)}</span>
      </div>
      <svg width="100%" height="6" aria-hidden="true">
        <rect className="part-track" width="100%" height="6" />
        <rect
          className={`part-bar ${which}`}
          width={`${all === 0 ? 0 : (100 * part) / all}%`}
          height="6"
        />
      </svg>
    </td>
  );
}

interface NarrowProps {
  which: Which;
  row: Row;
  onNarrow: (which: Which, row: Row) => void;
}

function NarrowButton({ which, row, onNarrow }: NarrowProps) {
  const name = which.toUpperCase();
  return (
    <button
      type="button"
      className={`letter ${which}`}
      title={`Only these in ${name}: ${row.expression}`}
      aria-label={`Narrow ${name} to ${shown(row.value)}`}
      onClick={() => onNarrow(which, row)}
    >
      {name}
    </button>
  );
}
