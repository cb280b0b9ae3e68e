/** Chooses by what the panel breaks down; annotations are offered as they turn up. */
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import { ANNOTATION, ATTRIBUTES, labelOf } from "../../attributes";

interface Props {
  by: string;
  annotationKeys: Iterable<string>;
  onChange: (by: string) => void;
}

export function AttributePicker({ by, annotationKeys, onChange }: Props) {
  const annotations = [...annotationKeys].sort().map((key) => ({
    value: `${ANNOTATION}${key}`,
    label: `${ANNOTATION}${key}`,
  }));
  const options: SelectProps.Options = [
    {
      label: "Of traces",
      options: ATTRIBUTES.map(({ name, label }) => ({ value: name, label })),
    },
    ...(annotations.length > 0 ? [{ label: "Annotations", options: annotations }] : []),
  ];
  return (
    <Select
      ariaLabel="Refine by"
      filteringType="auto"
      filteringPlaceholder="Find an attribute"
      expandToViewport
      selectedOption={{ value: by, label: labelOf(by) }}
      options={options}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? by)}
    />
  );
}
