import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useMemo, useState, type ReactNode } from "react";
import { age, duration, time, timestamp } from "../../format";
import type { Summary } from "../../model";
import { InProgressMark, OutcomeMark } from "../../parts/Outcome";
import { formatRoute, navigate } from "../../route";

interface Props {
  rows: Summary[];
  now: number;
  loading: boolean;
  empty: ReactNode;
}

type Column = TableProps.ColumnDefinition<Summary>;

export function TracesTable({ rows, now, loading, empty }: Props) {
  const [sorting, setSorting] = useState<TableProps.SortingState<Summary>>({
    sortingColumn: { sortingField: "start" },
    isDescending: true,
  });
  const columns = useMemo(() => columnsAt(now), [now]);
  const sorted = useMemo(() => sort(rows, sorting), [rows, sorting]);
  return (
    <Table<Summary>
      variant="borderless"
      contentDensity="compact"
      stickyHeader
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: "Traces" }}
      trackBy="id"
      items={sorted}
      columnDefinitions={columns}
      loading={loading}
      loadingText="Loading traces"
      empty={empty}
      sortingColumn={sorting.sortingColumn}
      sortingDescending={sorting.isDescending ?? false}
      onSortingChange={({ detail }) => setSorting(detail)}
      onRowClick={({ detail }) => open(detail.item.id)}
    />
  );
}

function columnsAt(now: number): Column[] {
  return [
    {
      id: "id",
      header: "Trace id",
      cell: (row) => (
        <a className="trace-id" href={traceHref(row.id)}>
          {row.id}
        </a>
      ),
      isRowHeader: true,
    },
    {
      id: "start",
      header: "Started",
      sortingField: "start",
      cell: (row) => (
        <span title={timestamp(row.start)}>
          {time(row.start)} <span className="faint">{age(now - row.start)}</span>
        </span>
      ),
    },
    { id: "outcome", header: "Status", sortingField: "outcome", cell: statusCell },
    {
      id: "method",
      header: "Method",
      sortingField: "method",
      cell: (row) => text(row.method),
    },
    {
      id: "status",
      header: "Code",
      sortingField: "status",
      cell: (row) => text(row.status),
    },
    timeColumn("responseTime", "Response time"),
    timeColumn("duration", "Duration"),
    {
      id: "url",
      header: "URL",
      sortingField: "url",
      cell: (row) => (
        <span className="url" title={row.url ?? ""}>
          {text(row.url)}
        </span>
      ),
    },
    {
      id: "clientIp",
      header: "Client IP",
      sortingField: "clientIp",
      cell: (row) => text(row.clientIp),
    },
    {
      id: "annotations",
      header: "Annotations",
      sortingField: "annotations",
      cell: (row) => row.annotations || "–",
    },
  ];
}

function timeColumn(field: "responseTime" | "duration", header: string): Column {
  return {
    id: field,
    header,
    sortingField: field,
    cell: (row) => {
      const seconds = row[field];
      return seconds === null ? "–" : duration(seconds);
    },
  };
}

function statusCell(row: Summary) {
  if (row.inProgress) return <InProgressMark />;
  return (
    <>
      <OutcomeMark outcome={row.outcome} />
      {row.partial && <span className="tag">partial</span>}
    </>
  );
}

function text(value: string | number | null): string {
  return value === null ? "–" : String(value);
}

function traceHref(id: string): string {
  return formatRoute({ page: "trace", id, segment: null });
}

function open(id: string): void {
  navigate({ page: "trace", id, segment: null });
}

/** Rows without a value come last whichever way the column is sorted. */
function sort(
  rows: Summary[],
  { sortingColumn, isDescending }: TableProps.SortingState<Summary>,
) {
  const field = sortingColumn.sortingField as keyof Summary | undefined;
  if (!field) return rows;
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[field], b[field]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x < y ? -sign : x > y ? sign : 0;
  });
}
