/** Between header and timeline: what is unfinished, linked or odd about the trace. */
import Select from "@cloudscape-design/components/select";
import { count, counted, duration } from "../../format";
import { navigate } from "../../route";
import type { Trace } from "../../trace/part";
import type {
  WireFinding,
  WireLinkedSide,
  WireLinkedTrace,
  WireLinkedTraces,
} from "../../wire";
import "./notes.css";

interface Props {
  trace: Trace;
  /** Whether it is asked for again and again. */
  live: boolean;
  findings: WireFinding[];
  links: WireLinkedTraces | null;
}

export function Notes({ trace, live, findings, links }: Props) {
  const open = trace.parts.filter(({ end }) => end === null).length;
  const missing = trace.parts.filter(({ kind }) => kind === "missing").length;
  return (
    <div className="trace-notes">
      {open + missing > 0 && (
        <div className={missing > 0 ? "note partial" : "note in-progress"} role="status">
          {open > 0 && (
            <span>
              <strong>In progress:</strong> {counted(open, "part")}{" "}
              {open === 1 ? "has" : "have"} no end yet.{" "}
              {live && "What arrives is shown at once."}
            </span>
          )}
          {missing > 0 && (
            <span>
              <strong>Partial:</strong> {counted(missing, "parent")}{" "}
              {missing === 1 ? "was" : "were"} not received; what named{" "}
              {missing === 1 ? "it" : "them"} stands below “not received”.
            </span>
          )}
        </div>
      )}
      {links && links.Causes.Count + links.Effects.Count > 0 && (
        <Links trace={trace} links={links} />
      )}
      {findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}

/** Nothing is wrong with most traces, and then nothing is said. */
function Findings({ findings }: { findings: WireFinding[] }) {
  const bad = findings.some(({ Severity }) => Severity !== "Note");
  return (
    <details className={`note ${bad ? "findings" : ""}`}>
      <summary>
        <strong>{counted(findings.length, "finding")}</strong>
        <span className="first">{findings[0]?.Text}</span>
      </summary>
      <FindingList findings={findings} />
    </details>
  );
}

export function FindingList({ findings }: { findings: WireFinding[] }) {
  return (
    <ul className="findings-list">
      {findings.map(({ Code, Severity, Text }, index) => (
        <li key={index}>
          <span className="severity" data-severity={Severity} title={Code}>
            {Severity}
          </span>
          <span>{Text}</span>
        </li>
      ))}
    </ul>
  );
}

function Links({ trace, links }: { trace: Trace; links: WireLinkedTraces }) {
  const option = (linked: WireLinkedTrace) => ({
    value: linked.TraceId,
    label: linked.EntryPoint?.Name ?? linked.TraceId,
    description: describe(linked, trace),
  });
  const side = (label: string, { Count, Traces }: WireLinkedSide) => ({
    label: Count > Traces.length ? `${label}: the newest of ${count(Count)}` : label,
    options: Traces.map(option),
  });
  return (
    <div className="note linked">
      <strong>
        Part of a linked set of{" "}
        {counted(links.Causes.Count + links.Effects.Count + 1, "trace")}.
      </strong>
      <Select
        selectedOption={null}
        placeholder="Open a linked trace"
        ariaLabel="Open a linked trace"
        expandToViewport
        options={[
          side("Caused this trace", links.Causes),
          side("Caused by this trace", links.Effects),
        ].filter(({ options }) => options.length > 0)}
        onChange={({ detail }) => {
          const id = detail.selectedOption.value;
          if (id) navigate({ page: "trace", id, segment: null });
        }}
      />
    </div>
  );
}

function describe({ TraceId, StartTime, Duration }: WireLinkedTrace, trace: Trace) {
  if (StartTime === null) return "not here: never received, or older than what is kept";
  const apart = StartTime - trace.start;
  const when = `${duration(Math.abs(apart))} ${apart < 0 ? "earlier" : "later"}`;
  const took = Duration === null ? "in progress" : `took ${duration(Duration)}`;
  return `${when}, ${took} · ${TraceId}`;
}
