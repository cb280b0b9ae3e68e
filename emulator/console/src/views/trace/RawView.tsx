/** The trace's JSON: as X-Ray tells it, or the documents as they came. */
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { useMemo, useState } from "react";
import { timestamp } from "../../format";
import { pretty } from "../../trace/pretty";
import type { WireArrival, WireTrace } from "../../wire";
import "./raw-view.css";

interface Props {
  wire: WireTrace;
  arrival: WireArrival | null;
}

/** A block outside the window costs nothing: the browser lays it out when it is near. */
const BLOCK_LINES = 120;
const LINE_PIXELS = 18;

const FORMS = [
  { id: "read", label: "As BatchGetTraces tells it" },
  { id: "came", label: "As it came" },
];

export function RawView({ wire, arrival }: Props) {
  const [form, setForm] = useState("read");
  const text = useMemo(
    () => (form === "came" && arrival ? asItCame(arrival) : asRead(wire)),
    [form, wire, arrival],
  );
  return (
    <section className="raw" aria-label="Raw JSON">
      <div className="raw-tools">
        <div className="choice" role="group" aria-label="Which JSON">
          {FORMS.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              aria-pressed={form === id}
              disabled={id === "came" && !arrival}
              onClick={() => setForm(id)}
            >
              {label}
            </button>
          ))}
        </div>
        <CopyToClipboard
          textToCopy={text}
          copyButtonText="Copy"
          copyButtonAriaLabel="Copy the JSON"
          copySuccessText="Copied"
          copyErrorText="The browser did not allow copying"
        />
      </div>
      <div className="raw-text" tabIndex={0} role="region" aria-label="JSON">
        {blocks(text).map((block, index) => (
          <pre
            key={index}
            style={{ containIntrinsicHeight: `auto ${block.lines * LINE_PIXELS}px` }}
          >
            {block.text}
          </pre>
        ))}
      </div>
    </section>
  );
}

function blocks(text: string) {
  const lines = text.split("\n");
  return Array.from({ length: Math.ceil(lines.length / BLOCK_LINES) }, (_, i) => {
    const some = lines.slice(i * BLOCK_LINES, (i + 1) * BLOCK_LINES);
    return { text: some.join("\n"), lines: some.length };
  });
}

function asRead({ Id, Duration, LimitExceeded, Segments }: WireTrace): string {
  const documents = (Segments ?? []).map(({ Document }) => Document);
  const facts = JSON.stringify({ Id, Duration, LimitExceeded }).slice(0, -1);
  return pretty(`${facts},"Segments":[${documents.join(",")}]}`);
}

function asItCame({ Documents }: WireArrival): string {
  const documents = Documents.map(
    ({ At, Document }) =>
      `{"received":${JSON.stringify(timestamp(At))},"document":${Document}}`,
  );
  return pretty(`[${documents.join(",")}]`);
}
