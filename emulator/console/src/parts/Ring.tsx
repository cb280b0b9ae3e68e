/** A circle divided by outcome, from the top clockwise. */
import { OUTCOMES, type Statistics } from "../model";
import "./ring.css";

/** A single fault among thousands still has to be seen. */
const SMALLEST_SHARE = 4;

export function Ring({
  statistics,
  radius,
  width,
}: {
  statistics: Statistics;
  radius: number;
  width: number;
}) {
  let reached = 0;
  return (
    <g transform="rotate(-90)">
      {ringShares(statistics).map(({ outcome, percent }) => {
        const from = reached;
        reached += percent;
        return (
          <circle
            key={outcome}
            className={`ring ${outcome}`}
            r={radius}
            fill="none"
            strokeWidth={outcome === "ok" ? width : width * 1.5}
            pathLength={100}
            strokeDasharray={`${percent} ${100 - percent}`}
            strokeDashoffset={-from}
          />
        );
      })}
    </g>
  );
}

export function ringShares({ counts, total }: Statistics) {
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  if (total === 0 || present.length === 0) return [];
  const raised = present.map((outcome) => ({
    outcome,
    percent: Math.max((100 * counts[outcome]) / total, SMALLEST_SHARE),
  }));
  const sum = raised.reduce((all, { percent }) => all + percent, 0);
  return raised.map(({ outcome, percent }) => ({
    outcome,
    percent: (100 * percent) / sum,
  }));
}
