"""Insights as a client sees them: found without being asked for, told, kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.compat.test_account_settings import client_of
from tests.hook import Taken, a_hook
from tests.processes import RunningXRay, eventually, running_xray_local
from tests.segments import a_segment, a_subsegment

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient

NOON = 1_789_992_000.0
SETTINGS: Any = {"InsightsEnabled": True}


def a_request(at: float, *, fault: bool) -> list[str]:
    """names calls adjective-4, and fails when that does."""
    ended: dict[str, Any] = {"start_time": at, "end_time": at + 0.5, "fault": fault}
    call = a_subsegment(namespace="remote", **ended)
    root = a_segment("names", subsegments=[call], **ended)
    callee = a_segment(
        "adjective-4", trace_id=root["trace_id"], parent_id=call["id"], **ended
    )
    return [json.dumps(root), json.dumps(callee)]


def between(start: float, end: float) -> Any:
    """Epoch seconds, which boto3 takes though its types do not say so."""
    return {"StartTime": start, "EndTime": end}


class Lab:
    """A process whose time the test rules, minute by minute."""

    def __init__(self, xray: RunningXRay, clock: Path) -> None:
        self.client: XRayClient = client_of(xray)
        self.counters = xray.counters
        self._clock = clock

    def set_time(self, now: float) -> None:
        self._clock.write_text(str(now))

    def minute(self, number: int, *, faults: int) -> None:
        """Twenty requests in that minute after noon, and the clock after them."""
        start = NOON + number * 60
        self.set_time(start + 50)
        documents = [
            document
            for index in range(20)
            for document in a_request(start + index, fault=index < faults)
        ]
        self.client.put_trace_segments(TraceSegmentDocuments=documents)

    def summaries(self, **asked: Any) -> list[Any]:
        group: Any = {} if "GroupARN" in asked else {"GroupName": "Default"}
        answer = self.client.get_insight_summaries(
            **group, **between(NOON - 3600, NOON + 3600), **asked
        )
        return list(answer["InsightSummaries"])


@contextmanager
def lab(folder: Path, *arguments: str) -> Iterator[Lab]:
    clock = folder / "clock"
    if not clock.exists():
        clock.write_text(str(NOON))
    with running_xray_local(folder, *arguments, "--clock-file", str(clock)) as xray:
        yield Lab(xray, clock)


def test_an_insight_is_found_told_and_closed(tmp_path: Path) -> None:
    with lab(tmp_path, "--memory") as here:
        client = here.client
        client.update_group(GroupName="Default", InsightsConfiguration=SETTINGS)
        for number, faults in enumerate([0, 0, 10, 10]):
            here.minute(number, faults=faults)
        here.set_time(NOON + 4 * 60 + 15)
        [found] = here.summaries(States=["ACTIVE"])
        insight = client.get_insight(InsightId=found["InsightId"])["Insight"]
        graph = client.get_insight_impact_graph(
            InsightId=found["InsightId"], **between(NOON, NOON + 600)
        )

        assert found["GroupName"] == "Default"
        assert insight["RootCauseServiceId"]["Name"] == "adjective-4"
        assert insight["Categories"] == ["FAULT"]
        assert insight["StartTime"].timestamp() == NOON + 120
        assert insight["ClientRequestImpactStatistics"] == {
            "FaultCount": 10,
            "OkCount": 10,
            "TotalCount": 20,
        }
        assert {each["Name"] for each in graph["Services"]} == {"names", "adjective-4"}

        for number in range(4, 10):
            here.minute(number, faults=0)
        here.set_time(NOON + 11 * 60)
        [closed] = here.summaries(States=["CLOSED"])
        events = client.get_insight_events(InsightId=found["InsightId"], MaxResults=1)
        older = client.get_insight_events(
            InsightId=found["InsightId"], NextToken=events["NextToken"]
        )

        assert closed["InsightId"] == found["InsightId"]
        assert here.summaries(States=["ACTIVE"]) == []
        assert [
            each["Summary"]
            for each in (*events["InsightEvents"], *older["InsightEvents"])
        ] == [
            "adjective-4 is as usual again.",
            "adjective-4 has more faults than usual.",
        ]


def test_changes_of_an_insight_are_posted_where_a_group_wants_it(
    tmp_path: Path,
) -> None:
    """As the events that X-Ray sends to EventBridge."""
    taken: list[Taken] = []
    wanted: Any = {"InsightsEnabled": True, "NotificationsEnabled": True}
    with a_hook(taken) as url, lab(tmp_path, "--memory", "--notify", url) as here:
        here.client.update_group(GroupName="Default", InsightsConfiguration=wanted)
        for number, faults in enumerate([0, 0, 10, 10, 0, 0, 0, 0, 0, 0]):
            here.minute(number, faults=faults)
            here.set_time(NOON + number * 60 + 75)
            found = here.summaries()
        eventually(lambda: len(taken) == 2)
        counted = eventually(
            lambda: here.counters()["Notifications"].get("Sent", 0) == 2
        )

    assert counted
    began, ended = (json.loads(body) for _, body in taken)
    assert (began["source"], began["detail-type"]) == (
        "aws.xray",
        "AWS X-Ray Insight Update",
    )
    assert began["detail"]["InsightId"] == found[0]["InsightId"]
    assert began["detail"]["RootCauseServiceId"]["Name"] == "adjective-4"
    assert began["resources"] == [began["detail"]["GroupARN"]]
    assert [
        (each["detail"]["State"], each["detail"]["Event"]["Summary"])
        for each in (began, ended)
    ] == [
        ("ACTIVE", "adjective-4 has more faults than usual."),
        ("CLOSED", "adjective-4 is as usual again."),
    ]


def test_an_insight_outlives_the_process(tmp_path: Path) -> None:
    """And what was looked at is not looked at again."""
    data = ["--data", str(tmp_path / "data")]
    with lab(tmp_path, *data) as here:
        here.client.update_group(GroupName="Default", InsightsConfiguration=SETTINGS)
        for number in range(2):
            here.minute(number, faults=20)
        here.set_time(NOON + 135)
        before = here.summaries()

    with lab(tmp_path, *data) as here:
        assert before == here.summaries() != []


def test_only_groups_that_want_insights_have_them(tmp_path: Path) -> None:
    """And each has its own: this one does not see the service that fails."""
    with lab(tmp_path, "--memory") as here:
        fine = here.client.create_group(
            GroupName="fine",
            FilterExpression="!fault",
            InsightsConfiguration=SETTINGS,
        )["Group"]
        for number in range(3):
            here.minute(number, faults=20)
        here.set_time(NOON + 240)

        assert here.summaries() == []
        assert here.summaries(GroupARN=fine["GroupARN"]) == []


def test_a_window_of_insights_has_at_most_thirty_days(tmp_path: Path) -> None:
    with lab(tmp_path, "--memory") as here, pytest.raises(ClientError, match="30 days"):
        here.client.get_insight_summaries(
            GroupName="Default", **between(NOON - 31 * 86400, NOON)
        )


def test_a_forecast_tells_how_many_faults_are_usual(tmp_path: Path) -> None:
    """Of a service of a group with insights, as far as its minutes have been seen."""
    with lab(tmp_path, "--memory") as here:
        client = here.client

        def forecasts(selector: str) -> list[Any]:
            answer = client.get_time_series_service_statistics(
                EntitySelectorExpression=selector,
                ForecastStatistics=True,
                **between(NOON, NOON + 3600),
            )
            rows = answer["TimeSeriesServiceStatistics"]
            return [row["ServiceForecastStatistics"] for row in rows]

        for number in range(3):
            here.minute(number, faults=4)
        here.set_time(NOON + 3 * 60 + 15)
        assert forecasts('service(id(name: "adjective-4"))') == [{}] * 3

        client.update_group(GroupName="Default", InsightsConfiguration=SETTINGS)
        usual = {"FaultCountHigh": 4, "FaultCountLow": 4}
        assert forecasts('service(id(name: "adjective-4"))') == [usual] * 3
        assert forecasts("service()") == [{}] * 3
        assert forecasts('service("unknown")') == [{}] * 3
        with pytest.raises(ClientError, match="ForecastStatistics needs"):
            forecasts('edge("names", "adjective-4")')
