/**
 * What the traces have in common: values of one attribute with counts, means and
 * failures. A click narrows to one; several are ticked, and the condition that they
 * make can be read and changed before it joins the question.
 */
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { useEffect, useMemo, useState } from "react";
import { labelOf } from "../../attributes";
import { sortedValues, type Breakdown, type Value } from "../../calls/breakdown";
import { allOf, anyOf, excluding } from "../../filter";
import { count } from "../../format";
import { AttributePicker } from "./AttributePicker";
import type { Scan } from "./scan";
import { ValueTable } from "./ValueTable";
import "./refine-panel.css";

interface Props {
  by: string;
  filter: string;
  scan: Scan<Breakdown>;
  onBy: (by: string) => void;
  onFilter: (filter: string) => void;
  onClose: () => void;
}

/** More cannot be read anyway; the field above the table finds the others. */
const SHOWN = 200;

export function RefinePanel({ by, filter, scan, onBy, onFilter, onClose }: Props) {
  const breakdown = scan.value;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState("");
  useEffect(() => {
    setTicked(new Set());
    setWanted("");
  }, [by, filter]);
  const values = useMemo(() => (breakdown ? sortedValues(breakdown) : []), [breakdown]);
  const found = useMemo(() => holding(values, wanted), [values, wanted]);
  const tick = (expression: string) =>
    setTicked((before) => {
      const after = new Set(before);
      if (!after.delete(expression)) after.add(expression);
      return after;
    });
  return (
    <section className="refine" aria-label="Refine">
      <header>
        <AttributePicker
          by={by}
          annotationKeys={breakdown?.annotationKeys.keys() ?? []}
          onChange={onBy}
        />
        <Button
          variant="icon"
          iconName="close"
          ariaLabel="Close the panel"
          onClick={onClose}
        />
      </header>
      <div className="refine-progress">
        {!scan.done && scan.share > 0 && (
          <ProgressBar value={scan.share * 100} ariaLabel="Counting" />
        )}
      </div>
      <Input
        type="search"
        value={wanted}
        placeholder={
          values.length > 1 ? `Find among ${count(values.length)} values` : "Find a value"
        }
        ariaLabel="Find a value"
        onChange={({ detail }) => setWanted(detail.value)}
      />
      <div className="refine-values">
        <ValueTable
          label={labelOf(by)}
          values={found.slice(0, SHOWN)}
          total={breakdown?.all.traces ?? 0}
          ticked={ticked}
          onTick={tick}
          onNarrow={(expression) => onFilter(allOf(filter, expression))}
        />
        <Remark scan={scan} values={values} found={found} />
      </div>
      {ticked.size > 0 && (
        <Composed
          key={[...ticked].join(" ")}
          condition={anyOf([...ticked])}
          onAdd={(condition) => onFilter(allOf(filter, condition))}
        />
      )}
    </section>
  );
}

function holding(values: Value[], wanted: string): Value[] {
  const text = wanted.toLowerCase();
  return values.filter((each) => String(each.value).toLowerCase().includes(text));
}

interface RemarkProps {
  scan: Scan<Breakdown>;
  values: Value[];
  found: Value[];
}

/** What the table does not show, if anything. */
function Remark({ scan, values, found }: RemarkProps) {
  if (!scan.value) return <p className="faint">{scan.error ? "" : "Counting…"}</p>;
  if (values.length === 0) {
    return <p className="faint">{scan.done ? "No trace has a value." : "Counting…"}</p>;
  }
  if (found.length > SHOWN) {
    return (
      <p className="faint">
        The {SHOWN} most frequent of {count(found.length)} values.
      </p>
    );
  }
  if (scan.value.cut) {
    return (
      <p className="faint">The rarest of very many values are left out or too low.</p>
    );
  }
  return null;
}

interface ComposedProps {
  condition: string;
  onAdd: (condition: string) => void;
}

function Composed({ condition, onAdd }: ComposedProps) {
  const [text, setText] = useState(condition);
  return (
    <footer className="composed">
      <textarea
        aria-label="Condition to add"
        value={text}
        spellCheck={false}
        rows={Math.min(6, 1 + Math.ceil(text.length / 44))}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="composed-actions">
        <Button onClick={() => onAdd(excluding(text))}>Exclude</Button>
        <Button variant="primary" onClick={() => onAdd(text)}>
          Add to query
        </Button>
      </div>
    </footer>
  );
}
