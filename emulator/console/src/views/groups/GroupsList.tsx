import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import { DEFAULT_GROUP, deleteGroup, groups, type Group } from "../../calls/groups";
import { counted } from "../../format";
import { ConfirmDeletion } from "../../parts/ConfirmDeletion";
import { Awaited } from "../../parts/Awaited";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { PlaceTable } from "../../parts/PlaceTable";
import { RouteButton } from "../../parts/RouteButton";
import type { Task } from "../../places";
import { useAnswer } from "../../query";
import { DEFAULT_RANGE } from "../../range";
import { formatRoute, navigate, type Route } from "../../route";

export function GroupsList() {
  const answer = useAnswer("groups", groups);
  const [doomed, setDoomed] = useState<Group | null>(null);
  return (
    <>
      <PlaceFrame
        bar={
          <>
            <h1>Groups</h1>
            <span className="faint">
              {answer.value && counted(answer.value.length, "group")}
            </span>
            <span className="grow" />
            <RouteButton variant="primary" to={to({ kind: "new" })}>
              Create group
            </RouteButton>
          </>
        }
      >
        <div className="column">
          <Awaited answer={answer}>
            {(all) => (
              <section className="card table" aria-label="Groups">
                <p className="lead">
                  A group has the traces that come after it was made and match its filter
                  at that moment. Insights are found for each group that wants them.
                </p>
                <PlaceTable<Group>
                  name="Groups"
                  trackBy="name"
                  items={all}
                  columnDefinitions={columns(setDoomed)}
                />
              </section>
            )}
          </Awaited>
        </div>
      </PlaceFrame>
      {doomed && (
        <ConfirmDeletion
          what={`the group ${doomed.name}`}
          consequence="Its insights go with it. Traces stay."
          onClose={() => setDoomed(null)}
          work={(signal) => deleteGroup(doomed.name, signal)}
          onDone={answer.refresh}
        />
      )}
    </>
  );
}

function to(task: Task): Route {
  return { page: "groups", task };
}

function columns(onDelete: (group: Group) => void): TableProps.ColumnDefinition<Group>[] {
  return [
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      minWidth: 140,
      cell: ({ name }) => <a href={formatRoute(to({ kind: "edit", name }))}>{name}</a>,
    },
    {
      id: "filter",
      header: "Filter expression",
      minWidth: 220,
      cell: ({ filter }) =>
        filter ? <span className="mono">{filter}</span> : "every trace",
    },
    {
      id: "insights",
      header: "Insights",
      width: 110,
      cell: ({ insights }) => <OnOff on={insights} />,
    },
    {
      id: "notifications",
      header: "Notifications",
      width: 130,
      cell: ({ notifications }) => <OnOff on={notifications} />,
    },
    {
      id: "traces",
      header: "Traces",
      width: 120,
      cell: ({ name }) => (
        <a
          href={formatRoute({
            page: "traces",
            range: DEFAULT_RANGE,
            filter: name === DEFAULT_GROUP ? "" : `group.name = ${JSON.stringify(name)}`,
          })}
        >
          View traces
        </a>
      ),
    },
    {
      id: "actions",
      header: <span className="unseen">Actions</span>,
      width: 116,
      cell: (group) => (
        <span className="row-actions">
          <Button
            variant="inline-icon"
            iconName="edit"
            ariaLabel={`Edit ${group.name}`}
            onClick={() => navigate(to({ kind: "edit", name: group.name }))}
          />
          {group.name !== DEFAULT_GROUP && (
            <>
              <Button
                variant="inline-icon"
                iconName="copy"
                ariaLabel={`Clone ${group.name}`}
                onClick={() => navigate(to({ kind: "clone", name: group.name }))}
              />
              <Button
                variant="inline-icon"
                iconName="remove"
                ariaLabel={`Delete ${group.name}`}
                onClick={() => onDelete(group)}
              />
            </>
          )}
        </span>
      ),
    },
  ];
}

function OnOff({ on }: { on: boolean }) {
  return (
    <StatusIndicator type={on ? "success" : "stopped"}>
      {on ? "On" : "Off"}
    </StatusIndicator>
  );
}
