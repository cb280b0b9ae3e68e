/** In place of a trace that is not here: why, and what to do. */
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import * as api from "../../api";
import { useAnswer } from "../../query";
import { DEFAULT_RANGE } from "../../range";
import { navigate } from "../../route";
import { FindingList } from "./Notes";
import { ImportButton } from "./Transfer";

export function Missing({ id, onAsk }: { id: string; onAsk: () => void }) {
  const doctor = useAnswer(id, (signal) => api.doctor(id, signal));
  const findings = doctor.value?.Findings ?? [];
  const ask = () => {
    onAsk();
    doctor.refresh();
  };
  if (doctor.value === null && !doctor.error) {
    return (
      <div className="centred">
        <Spinner size="large" />
      </div>
    );
  }
  return (
    <div className="centred nothing">
      <p>
        <strong>No such trace.</strong>
      </p>
      <p className="faint">
        <code>{id}</code> was never received, or is older than what is kept.
      </p>
      {findings.length > 0 && <FindingList findings={findings} />}
      <div className="trace-actions">
        <Button onClick={ask}>Look again</Button>
        <ImportButton onImported={ask} />
        <Button variant="link" onClick={() => navigate({ page: "doctor", trace: id })}>
          Rejected documents
        </Button>
        <Button
          variant="link"
          onClick={() => navigate({ page: "traces", range: DEFAULT_RANGE, filter: "" })}
        >
          All traces
        </Button>
      </div>
    </div>
  );
}
