"""Breakdowns and rankings over HTTP, part by part, on either store's traces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from xray_local.operations import portion

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes

WINDOW = {"start": T - 60, "end": T + 60}


@pytest.fixture
def xray() -> InProcess:
    """Seven requests, the last of which failed; the third is the slowest."""
    xray = InProcess()
    for number in range(7):
        took = 5.0 if number == 2 else 1.0 + number / 10
        put(
            xray,
            start_time=T + number,
            end_time=T + number + took,
            user="alice" if number % 2 else "bob",
            fault=number == 6,
        )
    return xray


def put(xray: InProcess, **members: Any) -> None:
    sent = {"TraceSegmentDocuments": [as_bytes(a_segment(**members)).decode()]}
    assert post(xray.application, "/TraceSegments", sent).status == 200


def parts(xray: InProcess, path: str, **asked: object) -> Iterator[Any]:
    """Two traces in each."""
    after = ""
    with patch.object(portion, "TRACES_PER_PART", 2):
        while after is not None:
            answer = get(xray.application, path, **WINDOW, **asked, after=after)
            assert answer.status == 200, answer.body
            yield answer.body
            after = answer.body["NextToken"]


def test_the_parts_of_a_breakdown_add_up_to_the_window(xray: InProcess) -> None:
    found = [*parts(xray, "/api/breakdown", by="user")]

    assert [each["Total"] for each in found] == [7, None, None, None]
    assert sum(each["Scanned"] for each in found) == 7
    assert sum(each["Traces"] for each in found) == 7
    assert sum(each["Fault"] for each in found) == 1
    assert sum(cell[2] + cell[5] for each in found for cell in each["Cells"]) == 7
    values = [value for each in found for value in each["Values"]]
    alice = [value for value in values if value["Value"] == "alice"]
    assert {value["Expression"] for value in alice} == {'user = "alice"'}
    assert sum(value["Traces"] for value in alice) == 3


def test_what_an_index_skips_counts_as_scanned(xray: InProcess) -> None:
    answer = get(xray.application, "/api/breakdown", **WINDOW, filter="fault").body

    assert (answer["Scanned"], answer["Traces"], answer["NextToken"]) == (7, 1, None)


def test_the_slowest_of_all_parts_is_first_in_its_own(xray: InProcess) -> None:
    found = [*parts(xray, "/api/ranking", order="responsetime")]

    longest = [
        trace["ResponseTime"] for each in found for trace in each["TraceSummaries"]
    ]
    assert max(longest) == 5.0
    assert sum(each["Matched"] for each in found) == 7
    for part in found:
        times = [trace["ResponseTime"] for trace in part["TraceSummaries"]]
        assert times == sorted(times, reverse=True)


def test_the_last_minutes_are_meant_unless_another_window_is_told(
    xray: InProcess,
) -> None:
    xray.clock.set(T + 60)
    recent = get(xray.application, "/api/breakdown").body["Traces"]
    xray.clock.set(T + 3600)
    past = get(xray.application, "/api/breakdown").body["Traces"]

    assert (recent, past) == (7, 0)


def test_many_values_are_cut_to_the_most_frequent_and_it_is_said() -> None:
    xray = InProcess()
    for number in range(4):
        put(xray, user=f"user {min(number, 2)}")

    with patch("xray_local.api.exploring.MOST_VALUES", 1):
        answer = get(xray.application, "/api/breakdown", **WINDOW, by="user").body

    assert [value["Value"] for value in answer["Values"]] == ["user 2"]
    assert answer["MoreValues"] == 2


def test_a_group_narrows_lists_and_breakdowns_alike(xray: InProcess) -> None:
    group = {"GroupName": "slow", "FilterExpression": "responsetime > 2 OR fault"}
    assert post(xray.application, "/CreateGroup", group).status == 200
    listed = {"StartTime": WINDOW["start"], "EndTime": WINDOW["end"]}

    def found(name: str, expression: str) -> tuple[int, int]:
        asked = {"GroupName": name, "FilterExpression": expression}
        page = post(xray.application, "/TraceSummaries", listed | asked).body
        counted = get(
            xray.application, "/api/breakdown", **WINDOW, group=name, filter=expression
        ).body
        return len(page["TraceSummaries"]), counted["Traces"]

    assert found("slow", "") == (2, 2)
    assert found("slow", 'user = "alice" OR fault') == (1, 1)
    assert found("Default", "fault") == (1, 1)
    assert found("none", "") == (0, 0)


def test_a_mistake_is_where_it_stands_in_the_text_that_was_sent(
    xray: InProcess,
) -> None:
    """Also when a group stands before it."""
    for asked in ({}, {"group": "Default"}):
        refused = get(
            xray.application,
            "/api/breakdown",
            **WINDOW,
            filter="ok resposetime",
            **asked,
        )
        assert (refused.status, refused.body["Position"]) == (400, 4)
        assert refused.body["Suggestion"] == "responsetime"


@pytest.mark.parametrize("path", ["breakdown", "ranking"])
def test_a_window_may_be_longer_than_x_rays_own(xray: InProcess, path: str) -> None:
    long = WINDOW | {"start": T - 40 * 24 * 3600}

    assert get(xray.application, f"/api/{path}", **long).status == 200


@pytest.mark.parametrize(
    ("path", "asked", "named"),
    [
        ("breakdown", {"start": "soon"}, "start='soon'"),
        ("breakdown", {"end": "nan"}, "end='nan'"),
        ("breakdown", {"start": T, "end": T - 1}, "End time cannot be earlier"),
        ("breakdown", {"by": "colour"}, "by='colour'"),
        ("breakdown", {"after": "???"}, "Invalid token"),
        ("ranking", {"order": "beauty"}, "order='beauty'"),
    ],
)
def test_what_cannot_be_answered_is_named(
    xray: InProcess, path: str, asked: dict[str, object], named: str
) -> None:
    refused = get(xray.application, f"/api/{path}", **(WINDOW | asked))

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
    assert named in refused.body["Message"]
