/** The tables of the pages beside map and traces look alike; `name` is what is in them. */
import Table, { type TableProps } from "@cloudscape-design/components/table";

interface Props<Item> extends Omit<TableProps<Item>, "ariaLabels" | "items"> {
  name: string;
  /** Null while they are awaited. */
  items: readonly Item[] | null;
}

export function PlaceTable<Item>({ name, items, ...rest }: Props<Item>) {
  return (
    <Table<Item>
      variant="borderless"
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: name }}
      loading={items === null}
      loadingText={`Loading ${name.toLowerCase()}`}
      {...rest}
      items={items ?? []}
    />
  );
}
