import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { swapped, type Pair } from "../../pair";
import { formatRoute } from "../../route";

interface Props {
  pair: Pair;
  onPair: (pair: Pair) => void;
  onRefresh: () => void;
}

export function Toolbar({ pair, onPair, onRefresh }: Props) {
  const link = new URL(formatRoute({ page: "analytics", ...pair }), window.location.href);
  return (
    <div className="toolbar">
      <h1>Analytics</h1>
      <span className="faint">What is different about these traces?</span>
      <span className="grow" />
      <CopyToClipboard
        copyButtonText="Copy link"
        textToCopy={link.href}
        copySuccessText="Copied"
        copyErrorText="The browser did not allow copying"
      />
      <Button onClick={() => onPair(swapped(pair))}>Swap A and B</Button>
      <Button iconName="refresh" ariaLabel="Refresh" onClick={onRefresh} />
    </div>
  );
}
