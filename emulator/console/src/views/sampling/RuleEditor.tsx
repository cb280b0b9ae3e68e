/** One rule, not saved yet, and beside it what it would have kept. */
import { useState } from "react";
import {
  EMPTY_RULE,
  createRule,
  inOrder,
  rules,
  updateRule,
  type Rule,
} from "../../calls/sampling";
import { useAction } from "../../action";
import { Awaited } from "../../parts/Awaited";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { RangePicker } from "../../parts/RangePicker";
import { useAnswer } from "../../query";
import { LIST, type Task } from "../../places";
import { formatRoute, navigate } from "../../route";
import { RuleFields } from "./RuleFields";
import { formOf, ruleOf, type RuleForm } from "./ruleForm";
import type { SamplingPlace } from "./SamplingPage";
import { WhatIfCard } from "./WhatIfCard";

const UNNAMED = "the new rule";

export function RuleEditor({ place }: { place: SamplingPlace }) {
  const answer = useAnswer("rules", rules);
  const list = { ...place, task: LIST };
  return (
    <PlaceFrame
      bar={
        <>
          <h1>{titleOf(place.task)}</h1>
          <a href={formatRoute(list)}>All rules</a>
          <span className="grow" />
          <RangePicker
            range={place.range}
            onChange={(next) => navigate({ ...place, range: next })}
          />
        </>
      }
    >
      <Awaited answer={answer}>
        {(all) => {
          const start = startingFrom(place.task, all);
          const done = () => navigate(list);
          return start ? (
            <Editor place={place} all={all} start={start} onDone={done} />
          ) : (
            <p>
              There is no such rule any more. <a href={formatRoute(list)}>All rules</a>
            </p>
          );
        }}
      </Awaited>
    </PlaceFrame>
  );
}

interface EditorProps {
  place: SamplingPlace;
  all: Rule[];
  start: Rule;
  onDone: () => void;
}

function Editor({ place, all, start, onDone }: EditorProps) {
  const editing = place.task.kind === "edit";
  const [form, setForm] = useState<RuleForm>(() => formOf(start));
  const [judged, setJudged] = useState(start);
  const save = useAction();
  const rule = ruleOf(form);
  const change = (typed: Partial<RuleForm>) => {
    const next = { ...form, ...typed };
    setForm(next);
    setJudged(ruleOf(next) ?? judged);
    save.forget();
  };
  return (
    <div className="column wide editor">
      <form
        className="card"
        onSubmit={(press) => {
          press.preventDefault();
          if (!rule) return;
          void save
            .run((signal) =>
              editing ? updateRule(rule, signal) : createRule(rule, signal),
            )
            .then((done) => done && onDone());
        }}
      >
        <RuleFields
          form={form}
          editing={editing}
          error={save.error}
          busy={save.busy}
          onChange={change}
          onCancel={onDone}
        />
      </form>
      <WhatIfCard range={place.range} tried={withRule(all, judged, editing)} round={0} />
    </div>
  );
}

/** The rules as they would be; a new one has no name at first. */
function withRule(all: Rule[], rule: Rule, editing: boolean): Rule[] {
  const others = editing ? all.filter(({ name }) => name !== rule.name) : all;
  return inOrder([...others, { ...rule, name: rule.name || UNNAMED }]);
}

function startingFrom(task: Task, all: Rule[]): Rule | null {
  if (task.kind === "new" || task.kind === "list") return EMPTY_RULE;
  const found = all.find(({ name }) => name === task.name);
  if (!found) return null;
  if (task.kind === "edit") return found;
  // Default's priority is beyond what other rules may have.
  return {
    ...found,
    name: `${found.name}-clone`.slice(0, 32),
    priority: Math.min(found.priority, 9999),
  };
}

function titleOf(task: Task): string {
  if (task.kind === "edit") return `Edit ${task.name}`;
  return task.kind === "clone" ? `Clone ${task.name}` : "Create a sampling rule";
}
