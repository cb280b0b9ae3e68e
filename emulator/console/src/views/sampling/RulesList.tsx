import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import {
  createRule,
  DEFAULT_RULE,
  deleteRule,
  EMPTY_RULE,
  EVERYTHING_RULE,
  rules,
  statistics,
  type Rule,
} from "../../calls/sampling";
import { useAction } from "../../action";
import { counted } from "../../format";
import { ConfirmDeletion } from "../../parts/ConfirmDeletion";
import { Awaited } from "../../parts/Awaited";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { Problem } from "../../parts/Problem";
import { RangePicker } from "../../parts/RangePicker";
import { RouteButton } from "../../parts/RouteButton";
import { useAnswer } from "../../query";
import { navigate } from "../../route";
import { RulesTable } from "./RulesTable";
import type { SamplingPlace } from "./SamplingPage";
import { Trend } from "./Trend";
import { WhatIfCard } from "./WhatIfCard";

/** Clients report every ten seconds. */
const REPORTS_MS = 10_000;

export function RulesList({ place }: { place: SamplingPlace }) {
  const { range } = place;
  const answer = useAnswer("rules", rules, { every: REPORTS_MS });
  const reports = useAnswer("statistics", statistics, { every: REPORTS_MS });
  const change = useAction();
  const [doomed, setDoomed] = useState<Rule | null>(null);
  const [round, setRound] = useState(0);
  const known = answer.value ?? [];
  const overridden = known.some(({ name }) => name === EVERYTHING_RULE);
  const all = known.length > 0 && known.every(({ rate }) => rate === 1);
  const after = () => {
    answer.refresh();
    setRound((n) => n + 1);
  };
  const switchEverything = () =>
    change
      .run((signal) =>
        overridden
          ? deleteRule(EVERYTHING_RULE, signal)
          : createRule(
              { ...EMPTY_RULE, name: EVERYTHING_RULE, priority: 1, rate: 1 },
              signal,
            ),
      )
      .then(after);

  return (
    <>
      <PlaceFrame
        bar={
          <>
            <h1>Sampling rules</h1>
            <span className="faint">
              {answer.value && counted(known.length, "rule")}
              {answer.value && all && !overridden && ", every request is recorded"}
            </span>
            <span className="grow" />
            {answer.value && (overridden || !all) && (
              <Button loading={change.busy} onClick={() => void switchEverything()}>
                {overridden ? "Back to the rules" : "Record everything"}
              </Button>
            )}
            <RangePicker
              range={range}
              onChange={(next) => navigate({ ...place, range: next })}
            />
            <RouteButton variant="primary" to={{ ...place, task: { kind: "new" } }}>
              Create rule
            </RouteButton>
          </>
        }
      >
        <div className="column wide">
          {change.error && <Problem error={change.error} onRetry={after} />}
          <Awaited answer={answer}>
            {(rules) => (
              <>
                <section className="card table" aria-label="Rules">
                  <p className="lead">
                    A request is decided by the first rule that matches it, from the top.
                    Each second the reservoir is recorded, and of the rest the rate.
                  </p>
                  <RulesTable
                    rules={rules}
                    statistics={reports.value ?? []}
                    place={place}
                    onDelete={setDoomed}
                  />
                </section>
                <Trend range={range} statistics={reports.value} rules={rules} />
                <WhatIfCard range={range} tried={null} round={round} />
              </>
            )}
          </Awaited>
        </div>
      </PlaceFrame>
      {doomed && (
        <ConfirmDeletion
          what={`the rule ${doomed.name}`}
          consequence={`Requests that it decided about fall to the next rule that matches, at last to ${DEFAULT_RULE}.`}
          onClose={() => setDoomed(null)}
          work={(signal) => deleteRule(doomed.name, signal)}
          onDone={after}
        />
      )}
    </>
  );
}
