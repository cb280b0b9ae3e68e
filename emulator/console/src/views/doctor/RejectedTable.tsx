import Input from "@cloudscape-design/components/input";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import type { Rejected } from "../../calls/doctor";
import { age, counted, time, timestamp } from "../../format";
import { PlaceTable } from "../../parts/PlaceTable";
import { hint } from "./hints";

interface Props {
  documents: Rejected[];
  opened: Rejected | null;
  onOpen: (document: Rejected) => void;
}

export function RejectedTable({ documents, opened, onOpen }: Props) {
  const [search, setSearch] = useState("");
  const shown = documents.filter((each) => matches(each, search));
  return (
    <>
      <header>
        <h2 id="rejected">Rejected documents</h2>
        <span className="faint">
          {documents.length > 0 ? `the latest ${documents.length}, newest first` : ""}
        </span>
        <span className="grow" />
        {documents.length > 0 && (
          <div className="rejected-search">
            <Input
              type="search"
              value={search}
              ariaLabel="Find rejected documents"
              placeholder="Reason, sender, id or text"
              onChange={({ detail }) => setSearch(detail.value)}
            />
          </div>
        )}
      </header>
      <PlaceTable<Rejected>
        name="Rejected documents"
        enableKeyboardNavigation
        trackBy="key"
        items={shown}
        columnDefinitions={COLUMNS(onOpen)}
        {...(opened ? { selectedItems: [opened] } : {})}
        empty={
          <div className="place-empty">
            {search
              ? `None of ${counted(documents.length, "document")} matches.`
              : "No document was rejected: what does not show was not sent here."}
          </div>
        }
        onRowClick={({ detail }) => onOpen(detail.item)}
      />
    </>
  );
}

const COLUMNS = (
  onOpen: (document: Rejected) => void,
): TableProps.ColumnDefinition<Rejected>[] => [
  {
    id: "at",
    header: "Received",
    width: 150,
    cell: ({ at }) => (
      <span className="nowrap" title={timestamp(at)}>
        {time(at)} <span className="faint">{age(Date.now() / 1000 - at)}</span>
      </span>
    ),
  },
  {
    id: "code",
    header: "Reason, and what to do",
    isRowHeader: true,
    minWidth: 240,
    cell: (document) => (
      <>
        <button type="button" className="link" onClick={() => onOpen(document)}>
          {document.code}
        </button>
        <div className="faint">{hint(document.code)}</div>
      </>
    ),
  },
  {
    id: "sender",
    header: "Sender",
    width: 170,
    cell: ({ sender, transport }) => (
      <span className="mono">
        {sender} <span className="faint">{transport}</span>
      </span>
    ),
  },
  {
    id: "trace",
    header: "Trace",
    width: 330,
    cell: ({ traceId }) => <span className="mono">{traceId ?? "–"}</span>,
  },
  {
    id: "bytes",
    header: "Bytes",
    width: 90,
    cell: ({ bytes }) => bytes,
  },
];

function matches({ code, sender, traceId, segmentId, text }: Rejected, search: string) {
  const wanted = search.trim().toLowerCase();
  return [code, sender, traceId, segmentId, text].some((each) =>
    each?.toLowerCase().includes(wanted),
  );
}
