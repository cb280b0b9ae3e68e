/** Values of an attribute with what their traces have in common; each can be ticked. */
import { useMemo, useState } from "react";
import { failed, meanSeconds, type Value } from "../../calls/breakdown";
import { count, duration, share } from "../../format";
import { OUTCOMES } from "../../model";
import { useGridStops } from "../../parts/gridStops";
import "./outcome-fill.css";
import "./value-table.css";

type Column = "value" | "traces" | "mean" | "failed";

interface Sorting {
  column: Column;
  descending: boolean;
}

interface Props {
  label: string;
  values: Value[];
  /** Of all traces, for shares. */
  total: number;
  ticked: ReadonlySet<string>;
  onTick: (expression: string) => void;
  onNarrow: (expression: string) => void;
}

export function ValueTable({ label, values, total, ticked, onTick, onNarrow }: Props) {
  const [sorting, setSorting] = useState<Sorting>({ column: "traces", descending: true });
  const sorted = useMemo(() => sort(values, sorting), [values, sorting]);
  const stops = useGridStops();
  const most = Math.max(1, ...values.map((each) => each.traces));
  const header = (column: Column, text: string) => (
    <Header column={column} text={text} sorting={sorting} onSort={setSorting} />
  );
  return (
    <table className="values" role="grid" aria-label={`Values of ${label}`} {...stops}>
      <thead>
        <tr>
          <td />
          {header("value", "Value")}
          {header("traces", "Traces")}
          {header("mean", "Mean")}
          {header("failed", "Failed")}
        </tr>
      </thead>
      <tbody>
        {sorted.map((each) => (
          <ValueRow
            key={each.expression}
            value={each}
            total={total}
            most={most}
            ticked={ticked.has(each.expression)}
            onTick={() => onTick(each.expression)}
            onNarrow={() => onNarrow(each.expression)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  value: Value;
  total: number;
  most: number;
  ticked: boolean;
  onTick: () => void;
  onNarrow: () => void;
}

function ValueRow({ value, total, most, ticked, onTick, onNarrow }: RowProps) {
  const mean = meanSeconds(value);
  const text = String(value.value);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          checked={ticked}
          aria-label={`Tick ${text}`}
          onChange={onTick}
        />
      </td>
      <th scope="row">
        <button
          type="button"
          className="link"
          title={`${text}\nOnly these: ${value.expression}`}
          onClick={onNarrow}
        >
          {text || "(empty)"}
        </button>
        <svg className="mix" width="100%" height="4" aria-hidden="true">
          {mix(value, most).map(({ outcome, from, part }) => (
            <rect
              key={outcome}
              className={`fill ${outcome}`}
              x={`${from * 100}%`}
              width={`${part * 100}%`}
              height="4"
            />
          ))}
        </svg>
      </th>
      <td className="number">
        {count(value.traces)}
        <div className="faint">{share(value.traces, total)}</div>
      </td>
      <td className="number">{mean === null ? "–" : duration(mean)}</td>
      <td className="number" title={outcomesOf(value)}>
        {failed(value) === 0 ? "–" : share(failed(value), value.traces)}
      </td>
    </tr>
  );
}

interface HeaderProps {
  column: Column;
  text: string;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
}

function Header({ column, text, sorting, onSort }: HeaderProps) {
  const mine = sorting.column === column;
  const direction = sorting.descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={mine ? direction : "none"} className={column}>
      <button
        type="button"
        onClick={() =>
          onSort({
            column,
            descending: mine ? !sorting.descending : column !== "value",
          })
        }
      >
        {text}
        <span aria-hidden="true">{mine ? (sorting.descending ? " ▾" : " ▴") : ""}</span>
      </button>
    </th>
  );
}

/** The bar of a value: as long as its traces are many, in the colours of how they ended. */
function mix(value: Value, most: number) {
  let from = 0;
  return OUTCOMES.filter((outcome) => value.outcomes[outcome] > 0).map((outcome) => {
    const part = value.outcomes[outcome] / most;
    from += part;
    return { outcome, from: from - part, part };
  });
}

function outcomesOf({ outcomes }: Value): string {
  return OUTCOMES.map((outcome) => `${count(outcomes[outcome])} ${outcome}`).join(", ");
}

function sort(values: Value[], { column, descending }: Sorting): Value[] {
  const sign = descending ? -1 : 1;
  return [...values].sort((a, b) => sign * compared(column, a, b));
}

function compared(column: Column, a: Value, b: Value): number {
  switch (column) {
    case "value":
      return String(a.value).localeCompare(String(b.value), "en", { numeric: true });
    case "traces":
      return a.traces - b.traces;
    case "mean":
      return (meanSeconds(a) ?? -1) - (meanSeconds(b) ?? -1);
    case "failed":
      return failed(a) / a.traces - failed(b) / b.traces;
  }
}
