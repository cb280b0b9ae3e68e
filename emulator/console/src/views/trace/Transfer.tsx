/** Out of X-Ray Local as a file, and into it from one. */
import Button from "@cloudscape-design/components/button";
import { useRef, useState } from "react";
import * as api from "../../api";
import { counted } from "../../format";
import { navigate } from "../../route";
import { AT_ONCE, exported, imported, traceIdsOf } from "../../trace/transfer";
import type { WireArrival } from "../../wire";
import "./transfer.css";

export function ExportButton({ arrival }: { arrival: WireArrival | null }) {
  const save = () => {
    if (!arrival) return;
    const text = exported(arrival.Documents.map(({ Document }) => Document));
    download(`${arrival.TraceId}.json`, text);
  };
  return (
    <Button iconName="download" disabled={!arrival} onClick={save}>
      Export
    </Button>
  );
}

/** Opens the trace that the file holds, the first one of several. */
export function ImportButton({ onImported }: { onImported?: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  const take = async (file: File) => {
    try {
      const { id, refused } = await put(imported(await file.text()));
      setSaid(refused);
      onImported?.();
      if (id) navigate({ page: "trace", id, segment: null });
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <span className="import">
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File with traces"
        tabIndex={-1}
        className="unseen"
        onChange={(change) => {
          const [file] = change.target.files ?? [];
          if (file) void take(file);
          change.target.value = "";
        }}
      />
      <Button iconName="upload" onClick={() => input.current?.click()}>
        Import
      </Button>
      {said !== null && (
        <span role="alert" className="import-said">
          {said}{" "}
          <button type="button" className="link" onClick={() => setSaid(null)}>
            Dismiss
          </button>
        </span>
      )}
    </span>
  );
}

async function put(documents: string[]) {
  const unprocessed = [];
  const { signal } = new AbortController();
  for (let first = 0; first < documents.length; first += AT_ONCE) {
    const batch = documents.slice(first, first + AT_ONCE);
    const answer = await api.putTraceSegments(batch, signal);
    unprocessed.push(...(answer.UnprocessedTraceSegments ?? []));
  }
  const [reason] = unprocessed;
  const refused = reason
    ? `${counted(unprocessed.length, "document")} of ${documents.length} ` +
      `could not be taken: ${reason.Message ?? reason.ErrorCode ?? "no reason given"}.`
    : null;
  const all = unprocessed.length === documents.length;
  return { id: all ? null : (traceIdsOf(documents)[0] ?? null), refused };
}

export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read by then.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
