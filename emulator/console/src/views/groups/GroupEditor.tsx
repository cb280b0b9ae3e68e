import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import {
  createGroup,
  DEFAULT_GROUP,
  EMPTY_GROUP,
  groups,
  updateGroup,
  type Group,
} from "../../calls/groups";
import { useAction } from "../../action";
import { ApiError } from "../../api";
import { Awaited } from "../../parts/Awaited";
import { PlaceFrame } from "../../parts/PlaceFrame";
import { LIST, type Task } from "../../places";
import { useAnswer } from "../../query";
import { formatRoute, navigate } from "../../route";
import { GroupFilter } from "./GroupFilter";

const ALL = { page: "groups", task: LIST } as const;

export function GroupEditor({ task }: { task: Task }) {
  const answer = useAnswer("groups", groups);
  return (
    <PlaceFrame
      bar={
        <>
          <h1>{titleOf(task)}</h1>
          <a href={formatRoute(ALL)}>All groups</a>
        </>
      }
    >
      <Awaited answer={answer}>
        {(all) => {
          const start = startingFrom(task, all);
          return start ? (
            <Editor start={start} editing={task.kind === "edit"} />
          ) : (
            <p>
              There is no such group any more. <a href={formatRoute(ALL)}>All groups</a>
            </p>
          );
        }}
      </Awaited>
    </PlaceFrame>
  );
}

function Editor({ start, editing }: { start: Group; editing: boolean }) {
  const [group, setGroup] = useState(start);
  const save = useAction();
  const fixed = editing && group.name === DEFAULT_GROUP;
  const change = (typed: Partial<Group>) => {
    setGroup({ ...group, ...typed });
    save.forget();
  };
  const ofFilter = save.error instanceof ApiError && save.error.mistake !== null;
  return (
    <div className="column narrow">
      <form
        className="card"
        onSubmit={(press) => {
          press.preventDefault();
          void save
            .run((signal) =>
              editing ? updateGroup(group, signal) : createGroup(group, signal),
            )
            .then((done) => done && navigate(ALL));
        }}
      >
        <div className="fields">
          <div className="whole">
            <FormField
              label="Name"
              constraintText={
                editing
                  ? "The name of a group stays."
                  : "Up to 32 letters, digits and hyphens"
              }
            >
              <Input
                value={group.name}
                disabled={editing}
                onChange={({ detail }) => change({ name: detail.value })}
              />
            </FormField>
          </div>
          <div className="whole">
            {fixed ? (
              <FormField label="Filter expression">
                The Default group takes every trace: it has no filter.
              </FormField>
            ) : (
              <GroupFilter
                filter={group.filter}
                refusal={ofFilter ? save.error : null}
                onChange={(filter) => change({ filter })}
              />
            )}
          </div>
          <div className="whole switches">
            <Toggle
              checked={group.insights}
              description="Learn what is usual, and tell when faults or times go beyond it"
              onChange={({ detail }) => change({ insights: detail.checked })}
            >
              Insights
            </Toggle>
            <Toggle
              checked={group.insights && group.notifications}
              disabled={!group.insights}
              description="Post what changes to the address that --notify names, if any"
              onChange={({ detail }) => change({ notifications: detail.checked })}
            >
              Notifications
            </Toggle>
          </div>
        </div>
        {save.error && !ofFilter && (
          <Alert type="error" header="It was not saved">
            {save.error.message}
          </Alert>
        )}
        <div className="form-actions">
          <Button variant="link" formAction="none" onClick={() => navigate(ALL)}>
            Cancel
          </Button>
          <Button variant="primary" formAction="submit" loading={save.busy}>
            Save
          </Button>
        </div>
      </form>
    </div>
  );
}

function startingFrom(task: Task, all: Group[]): Group | null {
  if (task.kind === "new" || task.kind === "list") return EMPTY_GROUP;
  const found = all.find(({ name }) => name === task.name);
  if (!found || task.kind === "edit") return found ?? null;
  return { ...found, name: `${found.name.slice(0, 26)}-clone` };
}

function titleOf(task: Task): string {
  if (task.kind === "edit") return `Edit ${task.name}`;
  return task.kind === "clone" ? `Clone ${task.name}` : "Create a group";
}
