/** What AWS has for a whole account: kept and given back, in force nowhere. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState, type ReactNode } from "react";
import { useAction } from "../../action";
import {
  account,
  putDestination,
  putEncryption,
  putIndexed,
  type Account,
  type Destination,
} from "../../calls/account";
import { Awaited } from "../../parts/Awaited";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { useAnswer } from "../../query";
import "../places.css";

export default function AccountPage() {
  const answer = useAnswer("account", account);
  return (
    <PlaceFrame bar={<h1>Encryption and indexing</h1>}>
      <div className="column narrow">
        <p>
          For programs and templates that set these. They are kept and given back as AWS
          does; here nothing is encrypted, and every trace is indexed and stays.
        </p>
        <Awaited answer={answer}>
          {(kept) => (
            <>
              <Encryption kept={kept} onDone={answer.refresh} />
              <Indexing kept={kept} onDone={answer.refresh} />
              <Sending kept={kept} onDone={answer.refresh} />
            </>
          )}
        </Awaited>
      </div>
    </PlaceFrame>
  );
}

interface PartProps {
  kept: Account;
  onDone: () => void;
}

function Encryption({ kept, onDone }: PartProps) {
  const [kind, setKind] = useState(kept.key === null ? "NONE" : "KMS");
  const [key, setKey] = useState(kept.key ?? "");
  useEffect(() => {
    setKind(kept.key === null ? "NONE" : "KMS");
    setKey(kept.key ?? "");
  }, [kept.key]);
  return (
    <Setting
      title="Encryption"
      save={(signal) => putEncryption(kind === "NONE" ? null : key, signal)}
      changed={kind === "NONE" ? kept.key !== null : key !== (kept.key ?? "")}
      onDone={onDone}
    >
      <RadioGroup
        value={kind}
        ariaLabel="Encryption"
        items={[
          { value: "NONE", label: "X-Ray's own" },
          { value: "KMS", label: "A key of KMS" },
        ]}
        onChange={({ detail }) => setKind(detail.value)}
      />
      {kind === "KMS" && (
        <FormField label="Key" constraintText="An id, an ARN, or alias/name" stretch>
          <Input value={key} onChange={({ detail }) => setKey(detail.value)} />
        </FormField>
      )}
    </Setting>
  );
}

function Indexing({ kept, onDone }: PartProps) {
  const [text, setText] = useState(String(kept.indexed));
  useEffect(() => setText(String(kept.indexed)), [kept.indexed]);
  return (
    <Setting
      title="Indexing"
      save={(signal) => putIndexed(Number(text), signal)}
      changed={text !== String(kept.indexed)}
      onDone={onDone}
    >
      <FormField label="Spans indexed as traces" constraintText="Percent, 0 to 100">
        <Input
          value={text}
          inputMode="decimal"
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
    </Setting>
  );
}

function Sending({ kept, onDone }: PartProps) {
  const [chosen, setChosen] = useState<Destination>(kept.destination);
  useEffect(() => setChosen(kept.destination), [kept.destination]);
  return (
    <Setting
      title="Destination of segments"
      save={(signal) => putDestination(chosen, signal)}
      changed={chosen !== kept.destination}
      onDone={onDone}
    >
      <RadioGroup
        value={chosen}
        ariaLabel="Destination of segments"
        items={[
          { value: "XRay", label: "X-Ray" },
          {
            value: "CloudWatchLogs",
            label: "CloudWatch Logs",
            description: "What AWS calls Transaction Search",
          },
        ]}
        onChange={({ detail }) => setChosen(detail.value as Destination)}
      />
    </Setting>
  );
}

function Setting({
  title,
  changed,
  save,
  onDone,
  children,
}: {
  title: string;
  changed: boolean;
  save: (signal: AbortSignal) => Promise<unknown>;
  onDone: () => void;
  children: ReactNode;
}) {
  const { busy, error, run } = useAction();
  const [saved, setSaved] = useState(false);
  return (
    <form
      className="card"
      aria-label={title}
      onSubmit={(press) => {
        press.preventDefault();
        void run(save).then((done) => {
          setSaved(done);
          if (done) onDone();
        });
      }}
    >
      <h2>{title}</h2>
      <div className="account-fields">{children}</div>
      {error && <Alert type="error">{error.message}</Alert>}
      <div className="form-actions">
        {saved && !changed && <StatusIndicator type="success">Saved</StatusIndicator>}
        <Button formAction="submit" disabled={!changed} loading={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
