/** The list. Its order is the API's: of all traces that match, not of those on screen. */
import Table from "@cloudscape-design/components/table";
import { useMemo, type ReactNode } from "react";
import type { Summary } from "../../model";
import { navigate } from "../../route";
import { definitions } from "./columns";
import type { Order } from "./view";

interface Props {
  rows: Summary[];
  columns: readonly string[];
  order: Order | null;
  now: number;
  loading: boolean;
  empty: ReactNode;
  /** null for the usual order, newest first. */
  onOrder: (order: Order | null) => void;
}

export function TracesTable(props: Props) {
  const { rows, columns, now, order, loading, empty, onOrder } = props;
  const shown = useMemo(() => definitions(columns, now), [columns, now]);
  const sorted = order ?? { by: "start", descending: true };
  return (
    <div
      onKeyDownCapture={(press) => {
        const row = press.key === "Enter" && rowOf(press.target as Element, rows);
        if (!row) return;
        press.preventDefault();
        press.stopPropagation();
        open(row);
      }}
    >
      <Table<Summary>
        variant="borderless"
        contentDensity="compact"
        stickyHeader
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: "Traces" }}
        trackBy="id"
        items={rows}
        columnDefinitions={shown}
        loading={loading}
        loadingText="Loading traces"
        empty={empty}
        sortingColumn={{ sortingField: sorted.by }}
        sortingDescending={sorted.descending}
        onSortingChange={({ detail }) => {
          const by = detail.sortingColumn.sortingField;
          const descending = nextDirection(sorted, by);
          const usual = !by || (by === "start" && descending);
          onOrder(usual ? null : { by, descending });
        }}
        onRowClick={({ detail }) => open(detail.item)}
      />
    </div>
  );
}

/** A column asked for anew begins with its largest: the slowest, the worst. */
function nextDirection(sorted: Order, by: string | undefined): boolean {
  return sorted.by === by ? !sorted.descending : true;
}

function open({ id }: Summary): void {
  navigate({ page: "trace", id, segment: null });
}

/** Whose cell has the focus, itself and not something in it. */
function rowOf(cell: Element, rows: readonly Summary[]): Summary | undefined {
  if (!cell.matches("tbody td, tbody th")) return undefined;
  const row = cell.parentElement as HTMLTableRowElement;
  return rows[row.sectionRowIndex];
}
