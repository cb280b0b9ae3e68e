import { share } from "../../format";
import { worst, type GraphEdge } from "../../model";
import { OutcomeMark } from "../../parts/Outcome";

export function EdgeStatus({ edge: { statistics } }: { edge: GraphEdge }) {
  if (!statistics) return null;
  const outcome = worst(statistics);
  if (outcome === "ok") return <OutcomeMark outcome="ok" />;
  const portion = share(statistics.counts[outcome], statistics.total);
  return <OutcomeMark outcome={outcome} word={`${portion} ${outcome}`} />;
}
