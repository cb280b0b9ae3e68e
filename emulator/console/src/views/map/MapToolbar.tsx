/** Above the map: of which traces it is, from when, and how it is looked at. */
import Button from "@cloudscape-design/components/button";
import ButtonDropdown, {
  type ButtonDropdownProps,
} from "@cloudscape-design/components/button-dropdown";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import { count, time } from "../../format";
import type { LiveState } from "../../live";
import { LiveSwitch } from "../../parts/LiveSwitch";
import { RangePicker } from "../../parts/RangePicker";
import { navigate, type Route } from "../../route";
import { FilterLine } from "./FilterLine";
import "./map-toolbar.css";

export type MapRoute = Extract<Route, { page: "map" }>;

interface Props {
  route: MapRoute;
  groups: string[];
  error: Error | null;
  /** Whether the map that is shown is of this filter. */
  understood: boolean;
  /** When the answer that is shown was asked for. */
  updated: number | null;
  live: LiveState;
  found: number;
  hidden: number;
  patternFails: boolean;
  onRefresh: () => void;
  /** Enter in the search. */
  onFind: () => void;
}

export function MapToolbar(props: Props) {
  const { route, updated, live } = props;
  const moving = route.range.kind === "relative";
  return (
    <div className="toolbar map-toolbar">
      <h1>Service map</h1>
      <GroupChoice {...props} />
      <FilterLine
        filter={route.filter ?? ""}
        error={props.error}
        understood={props.understood}
        onRun={(filter) => go(route, { filter })}
      />
      <Names {...props} />
      {route.view !== "list" && <LookChoice route={route} />}
      <ViewChoice route={route} />
      {updated !== null && (
        <span className="faint updated">
          {asOf(props)} {time(updated)}
        </span>
      )}
      <LiveSwitch
        on={!route.paused}
        disabled={!moving}
        state={live}
        onChange={(on) => go(route, { paused: !on }, "replace")}
      />
      <RangePicker range={route.range} onChange={(range) => go(route, { range })} />
      <Button iconName="refresh" ariaLabel="Refresh" onClick={props.onRefresh} />
    </div>
  );
}

function asOf({ route, live }: Props): string {
  if (route.range.kind === "relative" && route.paused) return "Paused at";
  return live === "reconnecting" ? "Reconnecting, as of" : "Updated";
}

function GroupChoice({ route, groups }: Props) {
  const options = groups.map((group) => ({
    value: group === DEFAULT_GROUP ? "" : group,
    label: group === DEFAULT_GROUP ? "All traces" : group,
  }));
  const chosen = options.find(({ value }) => value === (route.group ?? ""));
  return (
    <div className="group-choice">
      <Select
        selectedOption={chosen ?? { value: route.group!, label: route.group! }}
        options={options}
        ariaLabel="Group"
        expandToViewport
        onChange={({ detail }) => go(route, { group: detail.selectedOption.value! })}
      />
    </div>
  );
}

/** The group that every trace is in. */
export const DEFAULT_GROUP = "Default";

/** Services that are looked for, and those that are not to be seen. */
function Names(props: Props) {
  const { route, found, hidden, patternFails } = props;
  return (
    <>
      <div className="search">
        <Input
          type="search"
          value={route.search}
          placeholder="Find a service"
          ariaLabel="Find a service"
          onChange={({ detail }) => go(route, { search: detail.value }, "replace")}
          onKeyDown={({ detail }) => detail.key === "Enter" && props.onFind()}
        />
        {route.search && (
          <span className="tally" role="status">
            {count(found)} found
          </span>
        )}
      </div>
      <div className="search">
        <Input
          type="search"
          value={route.hide ?? ""}
          placeholder="Hide: test*, /-v\d$/"
          ariaLabel="Hide services by name"
          invalid={patternFails}
          onChange={({ detail }) => go(route, { hide: detail.value }, "replace")}
        />
        {(hidden > 0 || patternFails) && (
          <span className="tally" role="status">
            {patternFails ? "not a regular expression" : `${count(hidden)} hidden`}
          </span>
        )}
      </div>
    </>
  );
}

function ViewChoice({ route }: { route: MapRoute }) {
  return (
    <SegmentedControl
      selectedId={route.view ?? "map"}
      label="Shown as"
      options={[
        { id: "map", text: "Map" },
        { id: "list", text: "List" },
      ]}
      onChange={({ detail }) => {
        const { view: _, ...rest } = route;
        navigate(detail.selectedId === "list" ? { ...rest, view: "list" } : rest);
      }}
    />
  );
}

function LookChoice({ route }: { route: MapRoute }) {
  const { sizing } = route;
  const items: ButtonDropdownProps.ItemOrGroup[] = [
    {
      text: "Size of services",
      items: [
        box("none", "All alike", sizing === undefined),
        box("traffic", "By traffic", sizing === "traffic"),
        box("health", "By failed requests", sizing === "health"),
      ],
    },
    {
      text: "Show",
      items: [
        box("icons", "Icons instead of figures", route.icons ?? false),
        box("edgeFigures", "Figures at every arrow", route.edgeFigures ?? false),
      ],
    },
  ];
  return (
    <ButtonDropdown
      items={items}
      expandToViewport
      onItemClick={({ detail: { id, checked } }) => {
        if (id === "icons" || id === "edgeFigures") go(route, { [id]: checked ?? false });
        else navigate(resized(route, id));
      }}
    >
      Display
    </ButtonDropdown>
  );
}

function box(id: string, text: string, checked: boolean) {
  return { itemType: "checkbox" as const, id, text, checked };
}

function resized(route: MapRoute, id: string): MapRoute {
  const { sizing: _, ...rest } = route;
  return id === "traffic" || id === "health" ? { ...rest, sizing: id } : rest;
}

function go(route: MapRoute, change: Partial<MapRoute>, how?: "replace") {
  navigate({ ...route, ...change }, { replace: how === "replace" });
}
