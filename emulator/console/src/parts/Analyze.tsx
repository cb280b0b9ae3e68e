/** Leads from traces that somebody looks at to what is special about them. */
import type { Pair } from "../pair";
import { RouteButton } from "./RouteButton";

export function Analyze({ pair }: { pair: Pair }) {
  return <RouteButton to={{ page: "analytics", ...pair }}>Analyze</RouteButton>;
}
