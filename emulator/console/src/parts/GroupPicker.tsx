/** All traces, or those of one group. */
import Select from "@cloudscape-design/components/select";
import * as api from "../api";
import { useAnswer } from "../query";
import "./group-picker.css";

interface Props {
  group: string | null;
  onChange: (group: string | null) => void;
}

const ALL = { value: "", label: "All traces" };

export function GroupPicker({ group, onChange }: Props) {
  const answer = useAnswer("groups", api.groups);
  const options = (answer.value?.Groups ?? []).flatMap(
    ({ GroupName: value, FilterExpression: description }) =>
      value && value !== "Default"
        ? { value, label: value, ...(description && { description }) }
        : [],
  );
  return (
    <div className="group-picker">
      <Select
        ariaLabel="Group"
        expandToViewport
        loadingText="Loading groups"
        statusType={answer.value || answer.error ? "finished" : "loading"}
        selectedOption={group === null ? ALL : { value: group, label: group }}
        options={[ALL, ...options]}
        onFocus={answer.refresh}
        onChange={({ detail }) => onChange(detail.selectedOption.value || null)}
      />
    </div>
  );
}
