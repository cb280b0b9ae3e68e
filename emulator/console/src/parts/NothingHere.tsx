import Button from "@cloudscape-design/components/button";
import { age } from "../format";
import { PLACES } from "../places";
import { DEFAULT_RANGE, describeRange, type Range } from "../range";
import { formatRoute } from "../route";

interface Props {
  range: Range;
  newest: number | null;
  onRange: (range: Range) => void;
}

/** There are traces, only not in this time range: offers the way to them. */
export function NothingHere({ range, newest, onRange }: Props) {
  return (
    <div className="centred nothing">
      <p>
        <strong>No traces {describeRange(range)}.</strong>
      </p>
      {newest !== null && (
        <>
          <p className="faint">
            The newest trace began {age(Date.now() / 1000 - newest)}.
          </p>
          <Button onClick={() => onRange(rangeAround(newest))}>
            Show the newest traces
          </Button>
          <a href={formatRoute(PLACES.start)}>How to send traces</a>
        </>
      )}
    </div>
  );
}

function rangeAround(newest: number): Range {
  const shown = DEFAULT_RANGE.seconds;
  const start = Math.floor(newest) - shown + 60;
  return newest > Date.now() / 1000 - shown
    ? DEFAULT_RANGE
    : { kind: "absolute", start, end: start + shown };
}
