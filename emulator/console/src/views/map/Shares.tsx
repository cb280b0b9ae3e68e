/** OK, error, throttle, fault: how many of each, and boxes to choose by. */
import { count, share } from "../../format";
import { OUTCOMES, type Outcome, type Statistics } from "../../model";
import { OutcomeMark } from "../../parts/Outcome";
import "./shares.css";

interface Props {
  statistics: Statistics;
  chosen: ReadonlySet<Outcome>;
  onToggle: (outcome: Outcome) => void;
}

export function Shares({ statistics, chosen, onToggle }: Props) {
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
