import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState, type ReactNode } from "react";
import { headline, type Insight } from "../../calls/insights";
import { age, count, duration, share, timestamp } from "../../format";
import { PlaceTable } from "../../parts/PlaceTable";
import { useNarrow } from "../../parts/size";
import { formatRoute, navigate } from "../../route";

interface Props {
  /** Null while they are awaited. */
  found: Insight[] | null;
  empty: ReactNode;
}

type Column = TableProps.ColumnDefinition<Insight>;

export function InsightsTable({ found, empty }: Props) {
  const [sorting, setSorting] = useState<TableProps.SortingState<Insight>>({
    sortingColumn: { sortingField: "start" },
    isDescending: true,
  });
  const narrow = useNarrow();
  const compare = COLUMNS.find(
    ({ sortingField }) => sortingField === sorting.sortingColumn.sortingField,
  )?.sortingComparator;
  const sign = sorting.isDescending ? -1 : 1;
  const sorted = compare
    ? [...(found ?? [])].sort((a, b) => sign * compare(a, b))
    : found;
  return (
    <PlaceTable<Insight>
      name="Insights"
      trackBy="id"
      items={sorted}
      columnDefinitions={
        narrow ? COLUMNS.filter(({ id }) => !LESS_TELLING.includes(id!)) : COLUMNS
      }
      empty={empty}
      sortingColumn={sorting.sortingColumn}
      sortingDescending={sorting.isDescending ?? false}
      onSortingChange={({ detail }) => setSorting(detail)}
      onRowClick={({ detail }) => navigate({ page: "insight", id: detail.item.id })}
    />
  );
}

/** Of an active one, so far. */
function lasted({ start, end }: Insight): number {
  return (end ?? Date.now() / 1000) - start;
}

export function StateMark({ insight }: { insight: Insight }) {
  return insight.end === null ? (
    <StatusIndicator type="error" wrapText={false}>
      Active
    </StatusIndicator>
  ) : (
    <StatusIndicator type="success" wrapText={false}>
      Closed
    </StatusIndicator>
  );
}

/** All of it is on the insight's own page. */
const LESS_TELLING = ["category", "anomalous", "impact", "group"];
const COLUMNS: Column[] = [
  {
    id: "state",
    header: "State",
    minWidth: 116,
    sortingField: "end",
    sortingComparator: (a, b) => Number(a.end !== null) - Number(b.end !== null),
    cell: (insight) => <StateMark insight={insight} />,
  },
  {
    id: "summary",
    header: "What happened",
    isRowHeader: true,
    minWidth: 230,
    cell: (insight) => (
      <a href={formatRoute({ page: "insight", id: insight.id })}>{headline(insight)}</a>
    ),
  },
  {
    id: "cause",
    header: "Root cause",
    minWidth: 130,
    sortingField: "rootCause",
    sortingComparator: (a, b) => a.rootCause.name.localeCompare(b.rootCause.name),
    cell: ({ rootCause }) => rootCause.name,
  },
  {
    id: "category",
    header: "Kind",
    width: 100,
    cell: ({ category }) => (category === "FAULT" ? "Faults" : "Latency"),
  },
  {
    id: "anomalous",
    header: "Services",
    width: 100,
    cell: ({ anomalous }) => anomalous.length,
  },
  {
    id: "impact",
    header: "Faults of clients",
    minWidth: 130,
    cell: ({ ofClients: { faults, total } }) =>
      total === 0 ? "–" : `${count(faults)}, ${share(faults, total)}`,
  },
  { id: "group", header: "Group", minWidth: 100, cell: ({ group }) => group },
  {
    id: "start",
    header: "Began",
    minWidth: 180,
    sortingField: "start",
    sortingComparator: (a, b) => a.start - b.start,
    cell: ({ start }) => (
      <span title={timestamp(start)}>
        {timestamp(start).replace(/\.000$/, "")}{" "}
        <span className="faint">{age(Date.now() / 1000 - start)}</span>
      </span>
    ),
  },
  {
    id: "lasted",
    header: "Lasted",
    width: 110,
    sortingField: "lasted",
    sortingComparator: (a, b) => lasted(a) - lasted(b),
    cell: (insight) => duration(lasted(insight)),
  },
];
