/** Groups: named filters that traces are sorted by when they come. */
import type { Place } from "../../places";
import "../places.css";
import { GroupEditor } from "./GroupEditor";
import { GroupsList } from "./GroupsList";

export type GroupsPlace = Extract<Place, { page: "groups" }>;

export default function GroupsPage({ place }: { place: GroupsPlace }) {
  return place.task.kind === "list" ? (
    <GroupsList />
  ) : (
    <GroupEditor key={JSON.stringify(place.task)} task={place.task} />
  );
}
