/** The columns of the trace list: which there are, and what stands in their cells. */
import type { TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { ANNOTATION } from "../../attributes";
import { age, duration, time, timestamp } from "../../format";
import type { Summary } from "../../model";
import { InProgressMark, OutcomeMark } from "../../parts/Outcome";
import { formatRoute } from "../../route";

interface Row {
  header: string;
  width: number;
  /** What the API orders by; none where it cannot. */
  order?: string;
  cell: (row: Summary, now: number) => ReactNode;
}

const ROWS: Record<string, Row> = {
  id: { header: "Trace id", width: 150, cell: idCell },
  start: { header: "Started", width: 170, order: "start", cell: startCell },
  outcome: { header: "Status", width: 110, order: "outcome", cell: outcomeCell },
  method: {
    header: "Method",
    width: 104,
    order: "http.method",
    cell: (row) => text(row.method),
  },
  status: {
    header: "Code",
    width: 92,
    order: "http.status",
    cell: (row) => text(row.status),
  },
  responseTime: {
    header: "Response time",
    width: 144,
    order: "responsetime",
    cell: (row) => seconds(row.responseTime),
  },
  duration: {
    header: "Duration",
    width: 116,
    order: "duration",
    cell: (row) => seconds(row.duration),
  },
  url: { header: "URL", width: 190, order: "http.url", cell: (row) => long(row.url) },
  entry: { header: "Entry point", width: 180, cell: (row) => long(row.entry) },
  clientIp: {
    header: "Client IP",
    width: 124,
    order: "http.clientip",
    cell: (row) => text(row.clientIp),
  },
  user: { header: "User", width: 150, cell: (row) => long(row.users.join(", ") || null) },
  userAgent: { header: "User agent", width: 220, cell: (row) => long(row.userAgent) },
  annotations: {
    header: "Annotations",
    width: 130,
    cell: (row) => Object.keys(row.annotations).length || "–",
  },
};

const USUAL = [
  "id",
  "start",
  "outcome",
  "method",
  "status",
  "responseTime",
  "url",
  "duration",
  "clientIp",
  "annotations",
];
/** Where there is no room for all: the first to go comes first. */
const LESS_TELLING = ["annotations", "clientIp", "duration", "method", "url", "status"];

/**
 * Those that are shown until somebody chooses: as many as have room side by side, and
 * always the one that the list is ordered by.
 */
export function usualColumns(room: number, orderedBy?: string): string[] {
  let left = USUAL;
  for (const column of LESS_TELLING) {
    if (left.reduce((sum, id) => sum + ROWS[id]!.width, 0) <= room) break;
    if (orderedBy && ROWS[column]!.order === orderedBy) continue;
    left = left.filter((id) => id !== column);
  }
  return left;
}

/** Every column that can be chosen; annotations are columns, too. */
export function choices(keys: Iterable<string>): { id: string; label: string }[] {
  return [
    ...Object.entries(ROWS).map(([id, { header }]) => ({ id, label: header })),
    ...[...keys].map((key) => ({
      id: `${ANNOTATION}${key}`,
      label: `${ANNOTATION}${key}`,
    })),
  ];
}

export function definitions(
  ids: readonly string[],
  now: number,
): TableProps.ColumnDefinition<Summary>[] {
  return ids.flatMap((id) => {
    const row = rowOf(id);
    if (!row) return [];
    return {
      id,
      header: row.header,
      width: row.width,
      cell: (summary: Summary) => row.cell(summary, now),
      ...(row.order && { sortingField: row.order }),
      isRowHeader: id === "id",
    };
  });
}

function rowOf(id: string): Row | null {
  if (Object.hasOwn(ROWS, id)) return ROWS[id]!;
  if (!id.startsWith(ANNOTATION)) return null;
  const key = id.slice(ANNOTATION.length);
  const values = ({ annotations }: Summary) =>
    Object.hasOwn(annotations, key) ? annotations[key]!.join(", ") : null;
  return { header: key, width: 150, cell: (row) => long(values(row)) };
}

export function traceHref(id: string): string {
  return formatRoute({ page: "trace", id, segment: null });
}

function idCell({ id }: Summary) {
  return (
    <a className="trace-id" title={id} href={traceHref(id)}>
      {id}
    </a>
  );
}

function startCell({ start }: Summary, now: number) {
  return (
    <span title={timestamp(start)}>
      {time(start)} <span className="faint">{age(now - start)}</span>
    </span>
  );
}

function outcomeCell(row: Summary) {
  if (row.inProgress) return <InProgressMark />;
  return (
    <>
      <OutcomeMark outcome={row.outcome} />
      {row.partial && <span className="tag">partial</span>}
    </>
  );
}

function seconds(value: number | null) {
  return value === null ? "–" : duration(value);
}

function text(value: string | number | null) {
  return value === null ? "–" : String(value);
}

function long(value: string | null) {
  if (value === null) return "–";
  return (
    <span className="long" title={value}>
      {value}
    </span>
  );
}
