/** All that one segment or subsegment says about itself. Every value is plain text. */
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { serviceType } from "../../../format";
import { Copyable } from "../../../parts/Copyable";
import { SidePanel } from "../../../parts/SidePanel";
import { Tabs, type Tab } from "../../../parts/Tabs";
import type { CriticalPath } from "../../../trace/criticalPath";
import { thrownBy } from "../../../trace/exceptions";
import type { Part, Trace } from "../../../trace/part";
import type { Kinds } from "../../../trace/standing";
import { Annotations } from "./Annotations";
import { Exceptions } from "./Exceptions";
import { Overview } from "./Overview";
import { Pairs } from "./Pairs";
import { Resources } from "./Resources";

interface Props {
  trace: Trace;
  part: Part;
  path: CriticalPath;
  kinds: Kinds | null;
  tab: string;
  onTab: (tab: string) => void;
  /** Zooms in on the part's time. */
  onZoom: () => void;
  onSelect: (part: Part) => void;
  onClose: () => void;
}

export function SegmentPanel(props: Props) {
  const { part, tab, onTab, onClose } = props;
  const tabs = tabsFor(props);
  return (
    <SidePanel
      title={part.kind === "missing" ? "Not received" : part.node}
      subtitle={
        <>
          {subtitle(part)}
          <CopyToClipboard
            variant="icon"
            textToCopy={window.location.href}
            copyButtonAriaLabel="Copy a link to this part"
            copySuccessText="Link copied"
            copyErrorText="The browser did not allow copying"
          />
        </>
      }
      onClose={onClose}
    >
      <Tabs
        tabs={tabs}
        active={tabs.some(({ id }) => id === tab) ? tab : "overview"}
        label="Details"
        onChange={onTab}
      />
    </SidePanel>
  );
}

function subtitle({ kind, type, inferred, name, node }: Part): string {
  if (kind === "missing") return "A parent that was named but never came";
  if (kind === "subsegment") return "Subsegment";
  const what = `Segment · ${serviceType(type)}`;
  return inferred && name !== node ? `${what} · ${name}` : what;
}

/** What a part says nothing about has no tab, but for what one may miss. */
function tabsFor(props: Props): Tab[] {
  const { trace, part, onSelect } = props;
  const overview = {
    id: "overview",
    label: "Overview",
    content: <Overview {...props} />,
  };
  if (part.kind === "missing") return [overview];
  const { document } = part;
  const annotations = Object.entries(document.annotations ?? {});
  return [
    overview,
    {
      id: "resources",
      label: "Resources",
      content: <Resources part={part} />,
    },
    {
      id: "annotations",
      label: counted("Annotations", annotations.length),
      content: <Annotations pairs={annotations} />,
    },
    ...(document.metadata
      ? [
          {
            id: "metadata",
            label: "Metadata",
            content: <Copyable label="metadata" text={pretty(document.metadata)} />,
          },
        ]
      : []),
    ...(document.cause
      ? [
          {
            id: "exceptions",
            label: counted("Exceptions", thrownBy(part, trace).length),
            content: <Exceptions trace={trace} part={part} onSelect={onSelect} />,
          },
        ]
      : []),
    ...(document.sql
      ? [
          {
            id: "sql",
            label: "SQL",
            content: <Pairs pairs={Object.entries(document.sql)} />,
          },
        ]
      : []),
    {
      id: "raw",
      label: "Raw",
      content: <Copyable label="segment document" text={pretty(document)} />,
    },
  ];
}

function counted(label: string, amount: number): string {
  return amount === 0 ? label : `${label} ${amount}`;
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
