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
      onRowClick={({ detail }) =>
        navigate({ page: "trace", id: detail.item.id, segment: null })
      }
    />
  );
}

/** A column asked for anew begins with its largest: the slowest, the worst. */
function nextDirection(sorted: Order, by: string | undefined): boolean {
  return sorted.by === by ? !sorted.descending : true;
}
