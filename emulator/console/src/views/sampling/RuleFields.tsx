import Alert from "@cloudscape-design/components/alert";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { DEFAULT_RULE } from "../../calls/sampling";
import { errorsByMember, isNumber, type RuleForm } from "./ruleForm";

const MAX_ATTRIBUTES = 5;

interface Props {
  form: RuleForm;
  /** Of a rule that exists: its name stays. */
  editing: boolean;
  error: Error | null;
  busy: boolean;
  onChange: (typed: Partial<RuleForm>) => void;
  onCancel: () => void;
}

type TextMember = Exclude<keyof RuleForm, "attributes">;

interface Field {
  member: TextMember;
  /** As X-Ray names it in a refusal. */
  aws: string;
  label: string;
  hint?: string;
  number?: boolean;
}

const FIGURES: Field[] = [
  {
    member: "priority",
    aws: "priority",
    label: "Priority",
    hint: "1 to 9999, the lowest first",
    number: true,
  },
  {
    member: "reservoir",
    aws: "reservoirSize",
    label: "Reservoir",
    hint: "Traces a second, of all programs together",
    number: true,
  },
  {
    member: "rate",
    aws: "fixedRate",
    label: "Rate",
    hint: "Percent of the rest",
    number: true,
  },
];

const PATTERNS: Field[] = [
  { member: "service", aws: "serviceName", label: "Service" },
  { member: "type", aws: "serviceType", label: "Service type" },
  { member: "host", aws: "host", label: "Host" },
  { member: "method", aws: "hTTPMethod", label: "HTTP method" },
  { member: "path", aws: "uRLPath", label: "URL path" },
  { member: "arn", aws: "resourceARN", label: "Resource ARN" },
];

const OF_DEFAULT: TextMember[] = ["reservoir", "rate"];

export function RuleFields(props: Props) {
  const { form, editing, error, busy, onChange, onCancel } = props;
  const locked = editing && form.name === DEFAULT_RULE;
  const wrong = error ? errorsByMember(error.message) : {};
  const field = ({ member, aws, label, hint, number }: Field) => (
    <FormField
      key={member}
      stretch
      label={label}
      {...(hint ? { constraintText: hint } : {})}
      errorText={number && !isNumber(form[member]) ? "A number" : wrong[aws]}
    >
      <Input
        value={form[member]}
        inputMode={number ? "decimal" : "text"}
        disabled={locked && !OF_DEFAULT.includes(member)}
        onChange={({ detail }) => onChange({ [member]: detail.value })}
      />
    </FormField>
  );
  return (
    <>
      <h2>The rule</h2>
      <div className="fields">
        <div className="whole">
          <FormField
            stretch
            label="Name"
            errorText={wrong["ruleName"]}
            constraintText={
              locked
                ? "Of the Default rule only reservoir and rate can be changed."
                : editing
                  ? "The name of a rule stays."
                  : "Up to 32 characters"
            }
          >
            <Input
              value={form.name}
              disabled={editing}
              onChange={({ detail }) => onChange({ name: detail.value })}
            />
          </FormField>
        </div>
        {FIGURES.map(field)}
      </div>
      <h3>Which requests it decides about</h3>
      <p className="lead">* is any run of characters, ? exactly one.</p>
      <div className="fields">{PATTERNS.map(field)}</div>
      {!locked && <More form={form} wrong={wrong} onChange={onChange} field={field} />}
      {error && Object.keys(wrong).length === 0 && (
        <Alert type="error" header="It was not saved">
          {error.message}
        </Alert>
      )}
      <div className="form-actions">
        <Button variant="link" formAction="none" onClick={onCancel}>
          Cancel
        </Button>
        <Button variant="primary" formAction="submit" loading={busy}>
          Save
        </Button>
      </div>
    </>
  );
}

/** What few rules have. */
function More({
  form,
  wrong,
  onChange,
  field,
}: Pick<Props, "form" | "onChange"> & {
  wrong: Record<string, string>;
  field: (field: Field) => React.ReactNode;
}) {
  const { attributes } = form;
  return (
    <ExpandableSection
      className="rule-more"
      headerText="Attributes and boost"
      defaultExpanded={attributes.length > 0 || form.boostRate !== ""}
    >
      <FormField
        label="Attributes"
        constraintText="Known to the program alone, so a rule with attributes decides nothing in the what-if, and X-Ray's older SDKs leave it out."
        errorText={wrong["attributes"]}
        stretch
      >
        <AttributeEditor
          items={attributes}
          addButtonText="Add attribute"
          removeButtonText="Remove"
          disableAddButton={attributes.length >= MAX_ATTRIBUTES}
          empty="None: any request."
          onAddButtonClick={() =>
            onChange({ attributes: [...attributes, { key: "", value: "" }] })
          }
          onRemoveButtonClick={({ detail }) =>
            onChange({ attributes: attributes.filter((_, i) => i !== detail.itemIndex) })
          }
          definition={(["key", "value"] as const).map((member) => ({
            label: member === "key" ? "Key" : "Value",
            control: (each: { key: string; value: string }, index: number) => (
              <Input
                value={each[member]}
                ariaLabel={`${member} ${index + 1}`}
                onChange={({ detail }) =>
                  onChange({
                    attributes: attributes.map((other, i) =>
                      i === index ? { ...other, [member]: detail.value } : other,
                    ),
                  })
                }
              />
            ),
          }))}
        />
      </FormField>
      <h3>Boost on anomalies</h3>
      <div className="fields">
        {field({
          member: "boostRate",
          aws: "samplingRateBoost",
          label: "Up to",
          hint: "Percent; empty for no boost",
        })}
        {field({
          member: "cooldown",
          aws: "samplingRateBoost",
          label: "At most once in",
          hint: "Minutes",
        })}
      </div>
    </ExpandableSection>
  );
}
