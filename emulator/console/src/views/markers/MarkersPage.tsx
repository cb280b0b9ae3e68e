/** What was done and when: the lines that the charts show, and one more. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useAction } from "../../action";
import {
  addMarker,
  MARKER_KINDS,
  MARKER_WORDS,
  markers,
  type Marker,
  type MarkerKind,
} from "../../calls/markers";
import { age, counted, timestamp } from "../../format";
import { Copyable } from "../../parts/Copyable";
import { Awaited } from "../../parts/Awaited";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { PlaceTable } from "../../parts/PlaceTable";
import { LIVE_MS, useAnswer } from "../../query";
import "../places.css";

const KINDS = MARKER_KINDS.map((kind) => ({ value: kind, label: MARKER_WORDS[kind] }));

export default function MarkersPage() {
  const answer = useAnswer("markers", (signal) => markers(null, signal), {
    every: LIVE_MS,
  });
  const { value } = answer;
  return (
    <PlaceFrame
      bar={
        <>
          <h1>Markers</h1>
          <span className="faint">{value && counted(value.kept, "marker")}</span>
        </>
      }
    >
      <div className="column narrow">
        <section className="card" aria-labelledby="new-marker">
          <h2 id="new-marker">Mark this moment</h2>
          <p className="lead">
            A line in every chart with a time axis. <code>make fault</code> and{" "}
            <code>make heal</code> mark theirs; a deployment can do it with
          </p>
          <Copyable
            label="a request that marks a deployment"
            text={`curl -s ${window.location.origin}/api/markers -d '{"Kind": "deploy", "Text": "v2 is out"}'`}
          />
          <NewMarker onDone={answer.refresh} />
        </section>
        <Awaited answer={answer}>
          {({ markers, dropped }) => (
            <section className="card table" aria-label="Markers">
              <PlaceTable<Marker>
                name="Markers"
                trackBy="id"
                items={[...markers].reverse()}
                empty={<div className="place-empty">Nothing was marked yet.</div>}
                columnDefinitions={COLUMNS}
              />
              {dropped > 0 && (
                <p className="lead">{counted(dropped, "older marker")} made way.</p>
              )}
            </section>
          )}
        </Awaited>
      </div>
    </PlaceFrame>
  );
}

function NewMarker({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState("");
  const [kind, setKind] = useState<MarkerKind>("note");
  const { busy, error, run } = useAction();
  return (
    <form
      onSubmit={(press) => {
        press.preventDefault();
        void run((signal) => addMarker(text, kind, null, signal)).then((done) => {
          if (!done) return;
          setText("");
          onDone();
        });
      }}
    >
      <h3>Or here</h3>
      <div className="fields">
        <FormField label="What happened">
          <Input value={text} onChange={({ detail }) => setText(detail.value)} />
        </FormField>
        <FormField label="Kind">
          <Select
            selectedOption={KINDS.find(({ value }) => value === kind)!}
            options={KINDS}
            onChange={({ detail }) => setKind(detail.selectedOption.value as MarkerKind)}
          />
        </FormField>
      </div>
      {error && <Alert type="error">{error.message}</Alert>}
      <div className="form-actions">
        <Button variant="primary" formAction="submit" loading={busy}>
          Mark now
        </Button>
      </div>
    </form>
  );
}

const COLUMNS = [
  {
    id: "at",
    header: "Time",
    width: 250,
    cell: ({ at }: Marker) => (
      <span className="nowrap">
        {timestamp(at)} <span className="faint">{age(Date.now() / 1000 - at)}</span>
      </span>
    ),
  },
  {
    id: "kind",
    header: "Kind",
    width: 120,
    cell: ({ kind }: Marker) => MARKER_WORDS[kind],
  },
  {
    id: "text",
    header: "What happened",
    isRowHeader: true,
    cell: ({ text }: Marker) => text,
  },
];
