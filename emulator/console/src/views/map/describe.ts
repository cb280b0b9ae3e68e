/** A node in words: what a screen reader says and a pointer is told. */
import { duration, perMinute, serviceType, share } from "../../format";
import { meanTime, type GraphNode } from "../../model";

interface Circumstances {
  node: GraphNode;
  windowSeconds: number | null;
  slow: number | null;
  insight: string | null;
}

export function describe({ node, windowSeconds, slow, insight }: Circumstances): string {
  const { statistics } = node;
  if (node.client) return `Clients of ${node.name}`;
  const noted = insight === null ? [] : [`insight: ${insight}`];
  if (!statistics) {
    return [node.name, serviceType(node.type), "no figures", ...noted].join(", ");
  }
  const { counts, total } = statistics;
  const shares = (["fault", "throttle", "error"] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${share(counts[outcome], total)} ${outcome}`);
  return [
    node.name,
    serviceType(node.type),
    `mean ${duration(meanTime(statistics))}`,
    ...(windowSeconds === null
      ? []
      : [`${perMinute(total, windowSeconds)} traces per minute`]),
    ...(shares.length > 0 ? shares : ["no errors"]),
    ...(slow !== null ? [`${slow.toFixed(1)} times the median of its siblings`] : []),
    ...noted,
  ].join(", ");
}
