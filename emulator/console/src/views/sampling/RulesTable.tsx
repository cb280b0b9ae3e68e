import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";
import { DEFAULT_RULE, type Rule, type Statistic } from "../../calls/sampling";
import { share } from "../../format";
import { PlaceTable } from "../../parts/PlaceTable";
import { useNarrow } from "../../parts/size";
import type { Task } from "../../places";
import { formatRoute, navigate } from "../../route";
import type { SamplingPlace } from "./SamplingPage";
import { Sparkline } from "./Sparkline";

interface Props {
  rules: Rule[];
  statistics: Statistic[];
  place: SamplingPlace;
  onDelete: (rule: Rule) => void;
}

interface Pattern {
  member: "service" | "type" | "host" | "method" | "path" | "arn";
  header: string;
}
const PATTERNS: Pattern[] = [
  { member: "service", header: "Service" },
  { member: "type", header: "Type" },
  { member: "host", header: "Host" },
  { member: "method", header: "Method" },
  { member: "path", header: "Path" },
  { member: "arn", header: "ARN" },
];

type Column = TableProps.ColumnDefinition<Rule>;

export function RulesTable({ rules, statistics, place, onDelete }: Props) {
  const to = (task: Task) => ({ ...place, task });
  const narrow = useNarrow();
  const telling = ({ member }: Pattern) => rules.some((rule) => rule[member] !== "*");
  const attributed = rules.some(({ attributes }) => attributes.length > 0);
  /** In a narrow window: the chart below has each rule's reports, too. */
  const spared = new Set(attributed ? ["trend"] : ["trend", "attributes"]);
  const patterns = narrow ? PATTERNS.filter(telling) : PATTERNS;
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
    ...patterns.map(({ member, header }) => pattern(member, header)),
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
    <PlaceTable<Rule>
      name="Sampling rules"
      trackBy="name"
      items={rules}
      columnDefinitions={narrow ? columns.filter(({ id }) => !spared.has(id!)) : columns}
    />
  );
}

function pattern(member: Pattern["member"], header: string): Column {
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
