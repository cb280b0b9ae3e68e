import Button from "@cloudscape-design/components/button";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { DEFAULT_RULE, type Rule, type Statistic } from "../../calls/sampling";
import { share } from "../../format";
import type { Task } from "../../places";
import { formatRoute, navigate } from "../../route";
import type { SamplingPlace } from "./SamplingPage";
import { Sparkline } from "./Sparkline";

interface Props {
  /** Null while they are awaited. */
  rules: Rule[] | null;
  statistics: Statistic[];
  place: SamplingPlace;
  onDelete: (rule: Rule) => void;
}

type Column = TableProps.ColumnDefinition<Rule>;

export function RulesTable({ rules, statistics, place, onDelete }: Props) {
  const to = (task: Task) => ({ ...place, task });
  const columns: Column[] = [
    { id: "priority", header: "Priority", width: 86, cell: (rule) => rule.priority },
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      minWidth: 150,
      cell: ({ name }) => <a href={formatRoute(to({ kind: "edit", name }))}>{name}</a>,
    },
    {
      id: "reservoir",
      header: "Reservoir",
      width: 100,
      cell: ({ reservoir }) => <span className="nowrap">{reservoir}/s</span>,
    },
    { id: "rate", header: "Rate", width: 76, cell: ({ rate }) => share(rate, 1) },
    pattern("service", "Service"),
    pattern("type", "Type"),
    pattern("host", "Host"),
    pattern("method", "Method"),
    pattern("path", "Path"),
    pattern("arn", "ARN"),
    {
      id: "attributes",
      header: "Attributes",
      cell: ({ attributes }) =>
        attributes.length === 0
          ? "–"
          : attributes.map(([key, value]) => (
              <span key={key} className="chip">
                {key}={value}
              </span>
            )),
    },
    {
      id: "trend",
      header: "Last 10 minutes",
      width: 150,
      cell: ({ name }) => (
        <Sparkline statistics={statistics.filter(({ rule }) => rule === name)} />
      ),
    },
    {
      id: "actions",
      header: <span className="unseen">Actions</span>,
      width: 116,
      cell: (rule) => (
        <span className="row-actions">
          <Button
            variant="inline-icon"
            iconName="edit"
            ariaLabel={`Edit ${rule.name}`}
            onClick={() => navigate(to({ kind: "edit", name: rule.name }))}
          />
          <Button
            variant="inline-icon"
            iconName="copy"
            ariaLabel={`Clone ${rule.name}`}
            onClick={() => navigate(to({ kind: "clone", name: rule.name }))}
          />
          {rule.name !== DEFAULT_RULE && (
            <Button
              variant="inline-icon"
              iconName="remove"
              ariaLabel={`Delete ${rule.name}`}
              onClick={() => onDelete(rule)}
            />
          )}
        </span>
      ),
    },
  ];
  return (
    <Table<Rule>
      variant="borderless"
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: "Sampling rules" }}
      trackBy="name"
      items={rules ?? []}
      columnDefinitions={columns}
      loading={rules === null}
      loadingText="Loading rules"
    />
  );
}

function pattern(
  member: "service" | "type" | "host" | "method" | "path" | "arn",
  header: string,
): Column {
  return {
    id: member,
    header,
    minWidth: member === "path" ? 130 : 84,
    cell: (rule) =>
      rule[member] === "*" ? (
        <span className="faint">*</span>
      ) : (
        <span className="mono">{rule[member]}</span>
      ),
  };
}
