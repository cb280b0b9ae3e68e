/** Which process counted what, where several share a store. */
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { Account } from "../../calls/doctor";
import { age, count, timestamp } from "../../format";

const QUIET_SECONDS = 30;

export function Processes({ accounts }: { accounts: Account[] }) {
  return (
    <div className="processes">
      <Table<Account>
        variant="borderless"
        contentDensity="compact"
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: "Processes that share the store" }}
        trackBy="process"
        items={accounts}
        columnDefinitions={COLUMNS}
      />
    </div>
  );
}

const COLUMNS: TableProps.ColumnDefinition<Account>[] = [
  {
    id: "process",
    header: "Process",
    isRowHeader: true,
    minWidth: 130,
    cell: ({ process }) => <span className="mono">{process}</span>,
  },
  {
    id: "at",
    header: "Last heard of",
    width: 125,
    cell: ({ at }) => <LastHeard at={at} />,
  },
  ...(["received", "stored", "rejected", "dropped", "pending"] as const).map((name) => ({
    id: name,
    header: name.charAt(0).toUpperCase() + name.slice(1),
    width: 92,
    cell: (account: Account) => count(account[name]),
  })),
];

function LastHeard({ at }: { at: number }) {
  const seconds = Date.now() / 1000 - at;
  return (
    <span title={timestamp(at)}>{seconds < QUIET_SECONDS ? "now" : age(seconds)}</span>
  );
}
