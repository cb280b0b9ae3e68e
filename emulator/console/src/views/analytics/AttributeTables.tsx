/** Each attribute with its values in both sets, those that differ most on top. */
import { useState } from "react";
import { labelOf } from "../../attributes";
import type { AttributeTable, Comparison, Row } from "../../calls/comparison";
import { count } from "../../format";
import type { Which } from "../../pair";
import { RowTable } from "./RowTable";
import { byDifference, isAlike, shown } from "./words";

interface Props {
  comparison: Comparison;
  onNarrow: (which: Which, row: Row) => void;
}

export function AttributeTables({ comparison, onNarrow }: Props) {
  const alike = comparison.tables.filter(isAlike);
  return (
    <>
      <div className="attribute-tables">
        {comparison.tables
          .filter((table) => !isAlike(table))
          .map((table) => (
            <Table
              key={table.attribute}
              table={table}
              comparison={comparison}
              onNarrow={onNarrow}
            />
          ))}
      </div>
      {alike.length > 0 && <Alike tables={alike} />}
    </>
  );
}

/** What is no different at all needs no table. */
function Alike({ tables }: { tables: AttributeTable[] }) {
  return (
    <section className="card alike" aria-labelledby="alike">
      <h2 id="alike">The same in both sets</h2>
      <dl>
        {tables.map(({ attribute, rows }) => (
          <div key={attribute}>
            <dt>{labelOf(attribute)}</dt>
            <dd>{rows.map(({ value }) => shown(value)).join(", ")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const FEW = 5;

function Table({ table, comparison, onNarrow }: Props & { table: AttributeTable }) {
  const [all, setAll] = useState(false);
  const rows = byDifference(table.rows);
  const label = labelOf(table.attribute);
  return (
    <section className="card" aria-label={label}>
      <header>
        <h2>{label}</h2>
        <span className="faint">{table.leftOut ? "the rarest are left out" : ""}</span>
        <span className="grow" />
        {rows.length > FEW && (
          <button type="button" className="link" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `${count(rows.length + table.more)} values`}
          </button>
        )}
      </header>
      <RowTable
        label={label}
        rows={all ? rows : rows.slice(0, FEW)}
        comparison={comparison}
        onNarrow={onNarrow}
      />
      {all && table.more > 0 && (
        <p className="faint">The {count(rows.length)} that differ most.</p>
      )}
    </section>
  );
}
