/** The pages beside the map and the traces, each loaded when it is first opened. */
import { lazy } from "react";
import type { Place } from "../places";
import type { WireStatus } from "../wire";

const AnalyticsPage = lazy(() => import("./analytics/AnalyticsPage"));
const DoctorPage = lazy(() => import("./doctor/DoctorPage"));
const InsightsPage = lazy(() => import("./insights/InsightsPage"));
const InsightPage = lazy(() => import("./insights/InsightPage"));
const SamplingPage = lazy(() => import("./sampling/SamplingPage"));
const GroupsPage = lazy(() => import("./groups/GroupsPage"));
const MarkersPage = lazy(() => import("./markers/MarkersPage"));
const AccountPage = lazy(() => import("./account/AccountPage"));
const NoSuchPage = lazy(() => import("./NoSuchPage"));
const StartPage = lazy(() => import("./start/StartPage"));

interface Props {
  place: Place;
  status: WireStatus | null;
}

export default function PlacePage({ place, status }: Props) {
  switch (place.page) {
    case "analytics":
      return <AnalyticsPage place={place} />;
    case "doctor":
      return <DoctorPage place={place} />;
    case "insights":
      return <InsightsPage place={place} />;
    case "insight":
      return <InsightPage key={place.id} id={place.id} />;
    case "sampling":
      return <SamplingPage place={place} />;
    case "groups":
      return <GroupsPage place={place} />;
    case "markers":
      return <MarkersPage />;
    case "account":
      return <AccountPage />;
    case "start":
      return status && <StartPage status={status} />;
    case "unknown":
      return <NoSuchPage path={place.path} />;
  }
}
