import { annotationFilter } from "../../../filter";
import { DEFAULT_RANGE } from "../../../range";
import { formatRoute } from "../../../route";
import { Nothing, Pairs, plain, type Pair } from "./Pairs";

/** Each value leads to all traces that have it. */
export function Annotations({ pairs }: { pairs: Pair[] }) {
  if (pairs.length === 0) {
    return (
      <Nothing>No annotations. They are what filter expressions can search for.</Nothing>
    );
  }
  return <Pairs pairs={pairs.map(([key, value]) => [key, link(key, value)])} />;
}

function link(key: string, value: unknown) {
  const filter = annotationFilter(key, value);
  if (filter === null) return plain(value);
  const traces = formatRoute({ page: "traces", range: DEFAULT_RANGE, filter });
  return (
    <a href={traces} title={`Traces with ${filter}`}>
      {plain(value)}
    </a>
  );
}
