import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { Finding, Severity } from "../../calls/doctor";
import { PLACES } from "../../places";
import { formatRoute } from "../../route";

const SIGNS: Record<Severity, StatusIndicatorProps.Type> = {
  Problem: "error",
  Warning: "warning",
  Note: "info",
};

interface Props {
  /** Null while they are awaited. */
  found: Finding[] | null;
  trace: string | null;
}

export function Findings({ found, trace }: Props) {
  if (found === null) {
    return (
      <p className="awaited">
        <Spinner /> Looking
      </p>
    );
  }
  const nothing = found.some(({ code }) => code === "NothingReceived");
  const missing = found.some(({ code }) => code === "TraceUnknown");
  return (
    <>
      <ul className="doctor-findings plain-list">
        {found.map(({ code, severity, text }, index) => (
          <li key={`${code} ${index}`}>
            <span className="severity">
              <StatusIndicator type={SIGNS[severity]}>{severity}</StatusIndicator>
            </span>
            <span className="finding-text">{text}</span>
          </li>
        ))}
      </ul>
      {nothing && (
        <p>
          <a href={formatRoute(PLACES.start)}>How to send traces here</a>
        </p>
      )}
      {trace && !missing && (
        <p>
          <a href={formatRoute({ page: "trace", id: trace, segment: null })}>
            Open this trace
          </a>
        </p>
      )}
    </>
  );
}
