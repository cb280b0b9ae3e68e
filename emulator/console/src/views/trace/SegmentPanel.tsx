/** All that one segment or subsegment says about itself. Every value is plain text. */
import { isValidElement, useState, type ReactNode } from "react";
import { duration, serviceType, share, timestamp } from "../../format";
import { Copyable } from "../../parts/Copyable";
import { SidePanel } from "../../parts/SidePanel";
import { Tabs, type Tab } from "../../parts/Tabs";
import type { Part, Trace } from "../../trace";
import type { WireCause, WireException } from "../../wire";
import { PartStatus } from "./PartStatus";

interface Props {
  trace: Trace;
  part: Part;
  onClose: () => void;
}

export function SegmentPanel({ trace, part, onClose }: Props) {
  const [tab, setTab] = useState("overview");
  const tabs = tabsFor(trace, part);
  return (
    <SidePanel
      title={part.name}
      subtitle={part.segment ? `Segment · ${serviceType(part.type)}` : "Subsegment"}
      onClose={onClose}
    >
      <Tabs
        tabs={tabs}
        active={tabs.some(({ id }) => id === tab) ? tab : "overview"}
        label="Details"
        onChange={setTab}
      />
    </SidePanel>
  );
}

function tabsFor(trace: Trace, part: Part): Tab[] {
  const { document } = part;
  const cause = causeOf(part);
  const annotations = Object.entries(document.annotations ?? {});
  const exceptions = cause?.exceptions ?? [];
  return [
    {
      id: "overview",
      label: "Overview",
      content: <Overview trace={trace} part={part} />,
    },
    {
      id: "annotations",
      label: counted("Annotations", annotations.length),
      content:
        annotations.length > 0 ? (
          <Pairs pairs={annotations} />
        ) : (
          <Nothing>
            No annotations. They are what filter expressions can search for.
          </Nothing>
        ),
    },
    {
      id: "metadata",
      label: "Metadata",
      content: document.metadata ? (
        <Copyable label="metadata" text={pretty(document.metadata)} />
      ) : (
        <Nothing>No metadata.</Nothing>
      ),
    },
    {
      id: "exceptions",
      label: counted("Exceptions", exceptions.length),
      content: <Exceptions cause={cause} reference={document.cause} />,
    },
    ...(document.sql
      ? [
          {
            id: "sql",
            label: "SQL",
            content: <Pairs pairs={Object.entries(document.sql)} />,
          },
        ]
      : []),
    {
      id: "raw",
      label: "Raw JSON",
      content: <Copyable label="segment document" text={pretty(document)} />,
    },
  ];
}

function Overview({ trace, part }: { trace: Trace; part: Part }) {
  const { document } = part;
  const whole = trace.end - trace.start;
  const pairs: [string, ReactNode][] = [
    ["Status", <PartStatus key="status" part={part} />],
    ["Duration", part.end === null ? "not finished" : duration(part.end - part.start)],
    [
      "Own time",
      `${duration(part.selfTime)} (${share(part.selfTime, whole)} of the trace)`,
    ],
    ["Begins", `${duration(part.start - trace.start)} into the trace`],
    ["Start time", timestamp(part.start)],
    ["End time", part.end === null ? "–" : timestamp(part.end)],
    ["Id", <code>{document.id}</code>],
    ["Parent id", document.parent_id ? <code>{document.parent_id}</code> : "–"],
    ...(document.origin ? [["Origin", document.origin] as [string, ReactNode]] : []),
    ...(document.namespace
      ? [["Namespace", document.namespace] as [string, ReactNode]]
      : []),
    ...(document.user ? [["User", document.user] as [string, ReactNode]] : []),
    ...(part.inferred
      ? [["Inferred", "from its caller's subsegment"] as [string, ReactNode]]
      : []),
  ];
  return (
    <>
      <Pairs pairs={pairs} />
      <Section title="Request" values={document.http?.request} />
      <Section title="Response" values={document.http?.response} />
      <Section title="AWS" values={document.aws} />
      <Section title="Service" values={document.service} />
    </>
  );
}

function Section({ title, values }: { title: string; values: object | undefined }) {
  if (!values || Object.keys(values).length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Pairs pairs={Object.entries(values)} />
    </>
  );
}

function Pairs({ pairs }: { pairs: [string, unknown][] }) {
  return (
    <dl className="pairs">
      {pairs.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{isValidElement(value) ? value : plain(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Exceptions({
  cause,
  reference,
}: {
  cause: WireCause | null;
  reference: string | WireCause | undefined;
}) {
  if (typeof reference === "string") {
    return (
      <Nothing>
        The exception was recorded elsewhere in this trace, as <code>{reference}</code>.
      </Nothing>
    );
  }
  const exceptions = cause?.exceptions ?? [];
  if (exceptions.length === 0) return <Nothing>No exceptions.</Nothing>;
  return exceptions.map((exception, index) => (
    <Exception key={exception.id ?? index} exception={exception} />
  ));
}

function Exception({ exception }: { exception: WireException }) {
  const { type, message, stack = [], truncated = 0, remote } = exception;
  return (
    <section className="exception">
      <h3>
        {type ?? "Exception"}
        {remote && <span className="tag">remote</span>}
      </h3>
      <p>{message ?? "No message."}</p>
      {stack.length > 0 && (
        <ol>
          {stack.map((frame, index) => (
            <li key={index}>
              <code>{frame.label ?? "?"}</code>
              <span className="faint">
                {frame.path ?? "?"}
                {frame.line === undefined ? "" : `:${frame.line}`}
              </span>
            </li>
          ))}
        </ol>
      )}
      {truncated > 0 && <p className="faint">{truncated} more frames were not sent.</p>}
    </section>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="faint">{children}</p>;
}

function causeOf({ document }: Part): WireCause | null {
  return typeof document.cause === "object" ? document.cause : null;
}

function counted(label: string, amount: number): string {
  return amount === 0 ? label : `${label} (${amount})`;
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : pretty(value);
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
