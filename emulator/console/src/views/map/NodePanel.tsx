/** The selected node: figures, shares, distribution, and the way to its traces. */
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { serviceFilter } from "../../filter";
import { count, duration, perMinute, share } from "../../format";
import {
  ambiguous,
  meanTime,
  OUTCOMES,
  type Graph,
  type GraphNode,
  type Outcome,
  type Statistics,
} from "../../model";
import { Histogram, type TimeRange } from "../../parts/Histogram";
import { OutcomeMark } from "../../parts/Outcome";
import { SidePanel } from "../../parts/SidePanel";
import { formatRoute, navigate } from "../../route";
import type { Range } from "../../range";
import { Neighbours } from "./Neighbours";

interface Props {
  graph: Graph;
  node: GraphNode;
  range: Range;
  windowSeconds: number;
  onSelect: (node: GraphNode | null) => void;
  onClose: () => void;
}

export function NodePanel({
  graph,
  node,
  range,
  windowSeconds,
  onSelect,
  onClose,
}: Props) {
  const [outcomes, setOutcomes] = useState<ReadonlySet<Outcome>>(new Set());
  const [times, setTimes] = useState<TimeRange | null>(null);
  const filtered = outcomes.size > 0 || times !== null;
  const type = ambiguous(graph, node) && !node.client ? node.type : null;
  const filter = serviceFilter(node.name, type, { outcomes, times });
  const traces = { page: "traces", range, filter } as const;
  const { statistics } = node;
  const toggle = (outcome: Outcome) => {
    const next = new Set(outcomes);
    if (!next.delete(outcome)) next.add(outcome);
    setOutcomes(next);
  };
  return (
    <SidePanel
      title={node.client ? `Clients of ${node.name}` : node.name}
      subtitle={node.client ? "Where requests come from" : (node.type ?? "Service")}
      onClose={onClose}
    >
      {!statistics && !node.client && (
        <p className="faint">No request was completed in this time range.</p>
      )}
      {statistics && (
        <>
          <dl className="figures">
            <Figure label="Mean" value={duration(meanTime(statistics))} />
            <Figure
              label="Traces/min"
              value={perMinute(statistics.total, windowSeconds)}
            />
            <Figure label="Requests" value={count(statistics.total)} />
          </dl>
          <h3>Status</h3>
          <Shares statistics={statistics} chosen={outcomes} onToggle={toggle} />
          <h3>
            Response times
            <span className="faint">
              {times
                ? `${duration(times.from)} to ${duration(times.to)}`
                : "drag to choose a range"}
            </span>
          </h3>
          <Histogram bins={node.histogram} chosen={times} onChoose={setTimes} />
        </>
      )}
      <code className="expression" title="The filter expression of this selection">
        {filter}
      </code>
      <div className="actions">
        <Button
          variant="primary"
          href={formatRoute(traces)}
          onFollow={(press) => {
            press.preventDefault();
            navigate(traces);
          }}
        >
          {filtered ? "View filtered traces" : "View traces"}
        </Button>
        {filtered && (
          <Button
            variant="link"
            onClick={() => {
              setOutcomes(new Set());
              setTimes(null);
            }}
          >
            Clear selection
          </Button>
        )}
      </div>
      <Neighbours
        graph={graph}
        node={node}
        windowSeconds={windowSeconds}
        onSelect={onSelect}
      />
    </SidePanel>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Shares({
  statistics,
  chosen,
  onToggle,
}: {
  statistics: Statistics;
  chosen: ReadonlySet<Outcome>;
  onToggle: (outcome: Outcome) => void;
}) {
  return (
    <ul className="shares">
      {OUTCOMES.map((outcome) => {
        const part = statistics.counts[outcome];
        return (
          <li key={outcome}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(outcome)}
                disabled={part === 0 && !chosen.has(outcome)}
                onChange={() => onToggle(outcome)}
              />
              <OutcomeMark outcome={outcome} />
              <meter
                className={outcome}
                aria-hidden="true"
                max={Math.max(statistics.total, 1)}
                value={part}
              />
              <span className="number">{share(part, statistics.total)}</span>
              <span className="number faint">{count(part)}</span>
            </label>
          </li>
        );
      })}
    </ul>
  );
}
