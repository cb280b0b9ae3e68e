import Button from "@cloudscape-design/components/button";
import ToggleButton from "@cloudscape-design/components/toggle-button";
import { counted } from "../../format";
import type { LiveState } from "../../live";
import { chosenAgainstRest } from "../../pair";
import { Analyze } from "../../parts/Analyze";
import { GroupPicker } from "../../parts/GroupPicker";
import { LiveSwitch } from "../../parts/LiveSwitch";
import { RangePicker } from "../../parts/RangePicker";
import type { Range } from "../../range";
import type { TracesView } from "./view";

interface Props {
  range: Range;
  filter: string;
  view: TracesView;
  panelOpen: boolean;
  live: LiveState;
  /** How many traces there are, where that says something new. */
  total: number | null;
  onLive: (live: boolean) => void;
  onRange: (range: Range) => void;
  onGroup: (group: string | null) => void;
  onCharts: (shown: boolean) => void;
  onPanel: (open: boolean) => void;
  onRefresh: () => void;
}

export function Toolbar(props: Props) {
  const { range, filter, view, panelOpen, live, total } = props;
  const moving = range.kind === "relative";
  return (
    <div className="toolbar">
      <h1>Traces</h1>
      <span className="faint traces-total" aria-live="polite">
        {total !== null && counted(total, "trace")}
      </span>
      <span className="grow" />
      <Analyze
        pair={chosenAgainstRest(range, { group: view.group ?? "", chosen: filter })}
      />
      <ToggleButton
        pressed={panelOpen}
        iconName="filter"
        pressedIconName="filter"
        onChange={({ detail }) => props.onPanel(detail.pressed)}
      >
        Refine
      </ToggleButton>
      <ToggleButton
        pressed={view.charts}
        onChange={({ detail }) => props.onCharts(detail.pressed)}
      >
        Charts
      </ToggleButton>
      <GroupPicker group={view.group} onChange={props.onGroup} />
      <LiveSwitch
        on={view.live}
        disabled={!moving || view.after !== null}
        state={live}
        onChange={props.onLive}
      />
      <RangePicker range={range} onChange={props.onRange} />
      <Button iconName="refresh" ariaLabel="Refresh" onClick={props.onRefresh} />
    </div>
  );
}
