/** Which columns, and in which order. */
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import { choices } from "./columns";

interface Props {
  columns: readonly string[];
  /** Those shown until somebody chooses, by comma. */
  usual: string;
  annotationKeys: Iterable<string>;
  /** null for the usual ones. */
  onChange: (columns: string[] | null) => void;
}

export function ColumnPicker({ columns, usual, annotationKeys, onChange }: Props) {
  const keys = new Set([...annotationKeys].sort());
  for (const id of columns) {
    if (id.startsWith("annotation.")) keys.add(id.slice("annotation.".length));
  }
  const options = choices(keys);
  const hidden = options.map(({ id }) => id).filter((id) => !columns.includes(id));
  return (
    <CollectionPreferences
      title="Columns"
      confirmLabel="Apply"
      cancelLabel="Cancel"
      preferences={{
        contentDisplay: [
          ...columns.map((id) => ({ id, visible: true })),
          ...hidden.map((id) => ({ id, visible: false })),
        ],
      }}
      contentDisplayPreference={{
        title: "Columns of the list",
        description: "Annotations seen in the time range can be columns, too.",
        enableColumnFiltering: true,
        options: options.map((option) => ({
          ...option,
          alwaysVisible: option.id === "id",
        })),
      }}
      onConfirm={({ detail }) => {
        const shown = (detail.contentDisplay ?? [])
          .filter(({ visible }) => visible)
          .map(({ id }) => id);
        onChange(shown.join() === usual ? null : shown);
      }}
    />
  );
}
