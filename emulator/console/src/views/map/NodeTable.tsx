/** The same services as a table: sortable, and for whoever cannot use a drawing. */
import Pagination from "@cloudscape-design/components/pagination";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useMemo, useState } from "react";
import { count, duration, perMinute, serviceType } from "../../format";
import type { Graph, GraphNode } from "../../model";
import { OutcomeMark, SlowMark } from "../../parts/Outcome";
import { remarksOn } from "../../remarks";
import { slowAmongSiblings } from "../../slow";
import { matches } from "./Drawing";
import { rowsOf, sorted, type Row, type SortKey } from "./rows";
import "./node-table.css";

interface Props {
  graph: Graph;
  windowSeconds: number;
  search: string;
  selected: GraphNode | null;
  insights: ReadonlyMap<string, string>;
  /** Width that a panel covers at the right. */
  obscured: number;
  onSelect: (node: GraphNode) => void;
}

const PAGE = 100;

export default function NodeTable(props: Props) {
  const { graph, windowSeconds, search, insights, obscured, onSelect } = props;
  const [by, setBy] = useState<SortKey>("failed");
  const [descending, setDescending] = useState(true);
  const [page, setPage] = useState(1);
  const rows = useMemo(() => {
    const found = rowsOf(graph, insights, slowAmongSiblings(graph.nodes)).filter(
      ({ node }) => search === "" || matches(node, search),
    );
    return sorted(found, by, descending);
  }, [graph, insights, search, by, descending]);
  const columns = useMemo(
    () => columnsFor(windowSeconds, onSelect),
    [windowSeconds, onSelect],
  );
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const shown = Math.min(page, pages);
  const sorting = columns.find((column) => column.sortingField === by)!;
  return (
    <div className="node-table" style={{ paddingRight: obscured + 16 }}>
      <Table
        variant="borderless"
        items={rows.slice((shown - 1) * PAGE, shown * PAGE)}
        trackBy="key"
        columnDefinitions={columns}
        sortingColumn={sorting}
        sortingDescending={descending}
        onSortingChange={({ detail }) => {
          setBy(detail.sortingColumn.sortingField as SortKey);
          setDescending(detail.isDescending ?? false);
          setPage(1);
        }}
        selectedItems={rows.filter(({ key }) => key === props.selected?.key)}
        wrapLines={false}
        contentDensity="compact"
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: "Services" }}
        empty="No service has this name."
        {...(pages > 1 && {
          pagination: (
            <Pagination
              currentPageIndex={shown}
              pagesCount={pages}
              onChange={({ detail }) => setPage(detail.currentPageIndex)}
            />
          ),
        })}
      />
    </div>
  );
}

type Column = TableProps.ColumnDefinition<Row>;

function columnsFor(windowSeconds: number, onSelect: (node: GraphNode) => void) {
  const columns: (Column & { sortingField: SortKey })[] = [
    {
      sortingField: "name",
      header: "Name",
      isRowHeader: true,
      cell: ({ node, name }) => (
        <button type="button" className="link" onClick={() => onSelect(node)}>
          {name}
        </button>
      ),
    },
    { sortingField: "type", header: "Type", cell: ({ type }) => serviceType(type) },
    { sortingField: "failed", header: "Status", cell: status },
    {
      sortingField: "mean",
      header: "Mean",
      cell: ({ mean }) => mean !== null && duration(mean),
    },
    {
      sortingField: "p95",
      header: "95%",
      cell: ({ p95 }) => p95 !== null && duration(p95),
    },
    {
      sortingField: "requests",
      header: "Traces/min",
      cell: ({ requests, mean }) => mean !== null && perMinute(requests, windowSeconds),
    },
    {
      sortingField: "callers",
      header: "Callers",
      cell: ({ callers }) => count(callers),
    },
    {
      sortingField: "callees",
      header: "Calls",
      cell: ({ callees }) => count(callees),
    },
    { sortingField: "insight", header: "Insight", cell: ({ insight }) => insight ?? "" },
  ];
  return columns.map((column) => ({ ...column, id: column.sortingField }));
}

function status({ node: { statistics }, outcome, slow }: Row) {
  if (!statistics || !outcome) return <span className="faint">no figures</span>;
  const [first, second] = remarksOn(statistics, slow);
  if (!first) return <OutcomeMark outcome="ok" />;
  if (first.kind === "slow") return <SlowMark word={first.text} />;
  return (
    <>
      <OutcomeMark outcome={outcome} word={first.text} />
      {second && <span className="faint"> {second.text}</span>}
    </>
  );
}
