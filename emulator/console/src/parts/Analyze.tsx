/** Leads from traces that somebody looks at to what is special about them. */
import Button from "@cloudscape-design/components/button";
import type { Pair } from "../pair";
import { formatRoute, navigate } from "../route";

export function Analyze({ pair }: { pair: Pair }) {
  const place = { page: "analytics", ...pair } as const;
  return (
    <Button
      href={formatRoute(place)}
      onFollow={(press) => {
        press.preventDefault();
        navigate(place);
      }}
    >
      Analyze
    </Button>
  );
}
