/** Questions that are asked again and again, one press each. */
import { quantile, type Breakdown } from "../../calls/breakdown";
import { duration } from "../../format";
import {
  failedAgainstRest,
  nowAgainstBefore,
  slowAgainstRest,
  type Pair,
} from "../../pair";
import { rowAbove } from "./shares";
import "../../parts/expression/examples.css";

interface Props {
  pair: Pair;
  /** What is known of A; its slowest are those to ask for. */
  a: Breakdown | null;
  onPair: (pair: Pair) => void;
}

const SLOW = 0.95;

export function Presets({ pair, a, onPair }: Props) {
  const from = a && rowAbove(a, quantile(a, SLOW));
  const choices = [
    {
      name: from
        ? `Slower than ${duration(from)}, and the rest`
        : "Slow ones and the rest",
      make: () => slowAgainstRest(pair.a, from ?? 1),
    },
    { name: "Failed ones and the rest", make: () => failedAgainstRest(pair.a) },
    {
      name: "The last half hour and the one before",
      make: () => nowAgainstBefore(pair.a, Date.now() / 1000),
    },
  ];
  return (
    <p className="examples">
      <span className="faint">Compare</span>
      {choices.map(({ name, make }) => (
        <button key={name} type="button" onClick={() => onPair(make())}>
          {name}
        </button>
      ))}
    </p>
  );
}
