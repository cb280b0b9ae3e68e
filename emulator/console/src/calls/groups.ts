/** Groups: named filter expressions, with insights or without. */
import { post } from "../api";

export const DEFAULT_GROUP = "Default";

export interface Group {
  name: string;
  filter: string;
  insights: boolean;
  notifications: boolean;
}

export const EMPTY_GROUP: Group = {
  name: "",
  filter: "",
  insights: false,
  notifications: false,
};

interface WireGroup {
  GroupName: string;
  FilterExpression?: string | null;
  InsightsConfiguration?: {
    InsightsEnabled?: boolean | null;
    NotificationsEnabled?: boolean | null;
  } | null;
}

export async function groups(signal: AbortSignal): Promise<Group[]> {
  const answer = await post<{ Groups: WireGroup[] }>("Groups", {}, signal);
  return answer.Groups.map((each) => ({
    name: each.GroupName,
    filter: each.FilterExpression ?? "",
    insights: each.InsightsConfiguration?.InsightsEnabled ?? false,
    notifications: each.InsightsConfiguration?.NotificationsEnabled ?? false,
  }));
}

export function createGroup(group: Group, signal: AbortSignal) {
  return post<unknown>("CreateGroup", wireGroup(group), signal);
}

/** Default's filter is fixed, so it is not sent. */
export function updateGroup(group: Group, signal: AbortSignal) {
  const { FilterExpression, ...others } = wireGroup(group);
  return post<unknown>(
    "UpdateGroup",
    group.name === DEFAULT_GROUP ? others : { ...others, FilterExpression },
    signal,
  );
}

export function deleteGroup(name: string, signal: AbortSignal) {
  return post<unknown>("DeleteGroup", { GroupName: name }, signal);
}

function wireGroup(group: Group) {
  return {
    GroupName: group.name,
    FilterExpression: group.filter.trim(),
    InsightsConfiguration: {
      InsightsEnabled: group.insights,
      NotificationsEnabled: group.insights && group.notifications,
    },
  };
}
