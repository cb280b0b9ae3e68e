/**
 * How a program sends its traces here. Shown instead of the map while there is no trace,
 * and gives way by itself when one arrives.
 */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useAction } from "../../action";
import { putSegments } from "../../calls/segments";
import { counted } from "../../format";
import { Copyable } from "../../parts/Copyable";
import { Tabs } from "../../parts/Tabs";
import { PLACES } from "../../places";
import { DEFAULT_RANGE } from "../../range";
import { formatRoute } from "../../route";
import type { WireStatus } from "../../wire";
import { sampleTrace } from "./sample";
import { awsCli, environment, needsNothing, programs } from "./snippets";
import "./start.css";

export default function StartPage({ status }: { status: WireStatus }) {
  const [made] = useState(() => ({ now: Date.now() / 1000, id: hex(24) }));
  const [language, setLanguage] = useState("python");
  const empty = status.Store.Traces === 0;
  return (
    <div className="start">
      <h1>{empty ? "Send the first trace" : "Send traces"}</h1>
      <p className="lead">
        X-Ray Local listens for segments on UDP <code>{status.DaemonAddress}</code> and
        speaks X-Ray&rsquo;s API at <code>{status.Endpoint}</code>.
      </p>
      <p className="waiting" role="status">
        {empty ? (
          <>
            <Spinner /> Waiting. The map appears here with the first trace.
          </>
        ) : (
          `${counted(status.Store.Traces, "trace")} arrived so far.`
        )}
      </p>
      <SampleTrace />
      <ol>
        <li>
          <h2>Tell the program where to send</h2>
          <p className="faint">
            {needsNothing(status)
              ? "Not needed: X-Ray's SDKs send here by default. To say so explicitly:"
              : "In its environment, for every X-Ray SDK:"}
          </p>
          <Copyable text={environment(status)} label="the environment" />
        </li>
        <li>
          <h2>Let it record</h2>
          <Tabs
            label="Languages"
            active={language}
            onChange={setLanguage}
            tabs={programs(status).map(({ id, label, note, text }) => ({
              id,
              label,
              content: (
                <div className="language">
                  <p className="faint">{note}</p>
                  <Copyable text={text} label={label} />
                </div>
              ),
            }))}
          />
        </li>
        <li>
          <h2>Or by hand, with the AWS command line</h2>
          <p className="faint">One segment of half a second; the keys may be anything.</p>
          <Copyable
            text={awsCli(status, made.now, made.id)}
            label="the AWS command line"
          />
        </li>
      </ol>
      <p>
        Sent, but nothing shows? <a href={formatRoute(PLACES.doctor)}>Ask the doctor.</a>
      </p>
    </div>
  );
}

function SampleTrace() {
  const [sent, setSent] = useState<string | null>(null);
  const { busy, error, run } = useAction();
  const send = () => {
    const { traceId, documents } = sampleTrace(Date.now() / 1000, hex);
    void run((signal) => putSegments(documents, signal)).then((done) => {
      if (done) setSent(traceId);
    });
  };
  return (
    <div className="sample">
      <Button variant="primary" loading={busy} onClick={send}>
        Send a sample trace
      </Button>
      <span role="status">
        {sent ? (
          <>
            Sent:{" "}
            <a href={formatRoute({ page: "trace", id: sent, segment: null })}>
              open the trace
            </a>{" "}
            or{" "}
            <a
              href={formatRoute({
                page: "map",
                range: DEFAULT_RANGE,
                node: null,
                type: null,
                search: "",
              })}
            >
              see the map
            </a>
            .
          </>
        ) : (
          <span className="faint">Three services and a table, from this page.</span>
        )}
      </span>
      {error && <Alert type="error">{error.message}</Alert>}
    </div>
  );
}

/** So many random hex digits. */
function hex(digits: number): string {
  const random = crypto.getRandomValues(new Uint8Array(digits / 2));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
