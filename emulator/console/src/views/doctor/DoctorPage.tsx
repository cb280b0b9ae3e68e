/** Why is my trace missing or odd? And what became of every document that came. */
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Spinner from "@cloudscape-design/components/spinner";
import { useCallback, useEffect, useState } from "react";
import { counters, findings, rejected, type Rejected } from "../../calls/doctor";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { Problem } from "../../parts/Problem";
import { LIVE_MS, useAnswer } from "../../query";
import type { Place } from "../../places";
import { navigate, traceIdIn } from "../../route";
import "../places.css";
import { Accounts } from "./Accounts";
import "./doctor.css";
import { Findings } from "./Findings";
import { RejectedDocument } from "./RejectedDocument";
import { RejectedTable } from "./RejectedTable";

type DoctorPlace = Extract<Place, { page: "doctor" }>;

export default function DoctorPage({ place }: { place: DoctorPlace }) {
  const { trace } = place;
  const [opened, setOpened] = useState<Rejected | null>(null);
  const found = useAnswer(`doctor ${trace}`, (signal) => findings(trace, signal), {
    every: LIVE_MS,
  });
  const counted = useAnswer("counters", counters, { every: LIVE_MS });
  const documents = useAnswer("rejected", rejected, { every: LIVE_MS });
  const close = useCallback(() => setOpened(null), []);
  const all = [found, counted, documents];
  const answered = all.every(({ value, error }) => value !== null || error !== null);
  return (
    <PlaceFrame
      bar={
        <>
          <h1>Doctor</h1>
          <TraceQuestion trace={trace} />
        </>
      }
      panel={opened && <RejectedDocument document={opened} onClose={close} />}
    >
      {answered ? (
        <div key="answered" className="column">
          <section className="card" aria-labelledby="findings">
            <h2 id="findings">
              {trace ? "What is found about this trace" : "What is found"}
            </h2>
            {found.error ? (
              <Problem error={found.error} onRetry={found.refresh} />
            ) : (
              <Findings
                found={found.loading ? null : found.value}
                trace={traceIdIn(trace)}
              />
            )}
          </section>
          <section className="card" aria-labelledby="accounts">
            <h2 id="accounts">What became of every document</h2>
            {counted.error && <Problem error={counted.error} onRetry={counted.refresh} />}
            {counted.value && <Accounts counted={counted.value} />}
          </section>
          <section className="card table" aria-labelledby="rejected">
            {documents.error && (
              <Problem error={documents.error} onRetry={documents.refresh} />
            )}
            <RejectedTable
              documents={documents.value ?? []}
              opened={opened}
              onOpen={setOpened}
            />
          </section>
        </div>
      ) : (
        <div className="centred">
          <Spinner size="large" />
        </div>
      )}
    </PlaceFrame>
  );
}

function TraceQuestion({ trace }: { trace: string }) {
  const [text, setText] = useState(trace);
  useEffect(() => setText(trace), [trace]);
  const ask = () => navigate({ page: "doctor", trace: text.trim() });
  return (
    <form
      className="trace-question"
      role="search"
      onSubmit={(press) => {
        press.preventDefault();
        ask();
      }}
    >
      <div className="grow">
        <Input
          value={text}
          type="search"
          ariaLabel="Trace id"
          placeholder="Why is my trace missing? Its id, as in X-Amzn-Trace-Id"
          onChange={({ detail }) => {
            setText(detail.value);
            if (!detail.value && trace) navigate({ page: "doctor", trace: "" });
          }}
        />
      </div>
      <Button formAction="submit" variant="primary">
        Examine
      </Button>
    </form>
  );
}
