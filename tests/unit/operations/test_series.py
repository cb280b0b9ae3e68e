"""Time series come newest first, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.operations.series import PAGE_MOMENTS

from tests.asgi import Answered, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes

MINUTES = PAGE_MOMENTS + 3
FIRST = T - T % 300
"""The minutes begin with a whole period of five."""

WINDOW = {"StartTime": FIRST, "EndTime": FIRST + (MINUTES + 1) * 60}


@pytest.fixture(scope="module")
def busy() -> InProcess:
    """A trace a minute, for longer than a page; every second one of a group."""
    xray = InProcess()
    xray.clock.set(FIRST)
    post(
        xray.application,
        "/CreateGroup",
        {"GroupName": "faults", "FilterExpression": "fault"},
    )
    for minute in range(MINUTES):
        xray.clock.set(FIRST + minute * 60 + 1)
        document = a_segment("shop", fault=minute % 2 == 0)
        sent = {"TraceSegmentDocuments": [as_bytes(document).decode()]}
        assert post(xray.application, "/TraceSegments", sent).status == 200
    return xray


def ask(xray: InProcess, **members: Any) -> Answered:
    return post(xray.application, "/TimeSeriesServiceStatistics", {**WINDOW, **members})


def pages(xray: InProcess, **members: Any) -> list[list[dict[str, Any]]]:
    read = []
    token = None
    while True:
        answer = ask(xray, **members, NextToken=token)
        assert answer.status == 200, answer.body
        read.append(answer.body["TimeSeriesServiceStatistics"])
        token = answer.body["NextToken"]
        if token is None:
            return read


def ends(rows: list[dict[str, Any]]) -> list[float]:
    return [row["Timestamp"] for row in rows]


def test_pages_go_on_where_the_last_one_ended(busy: InProcess) -> None:
    first, second = pages(busy)

    assert len(first) == PAGE_MOMENTS
    assert ends(first + second) == [
        FIRST + minute * 60 for minute in range(MINUTES, 0, -1)
    ]


def test_longer_periods_are_never_torn_apart(busy: InProcess) -> None:
    [rows] = pages(busy, Period=300, EntitySelectorExpression='service("shop")')
    counted = [row["ServiceSummaryStatistics"]["TotalCount"] for row in rows]

    assert counted == [3] + [5] * (PAGE_MOMENTS // 5)


def test_a_groups_series_has_its_traces_only(busy: InProcess) -> None:
    [rows] = pages(busy, GroupName="faults")
    faults = [row["EdgeSummaryStatistics"]["FaultStatistics"] for row in rows]

    assert len(rows) == (MINUTES + 1) // 2
    assert {each["TotalCount"] for each in faults} == {1}


def test_every_call_can_be_selected(busy: InProcess) -> None:
    """edge() has the client's calls, too; here there are no others."""
    assert pages(busy, EntitySelectorExpression="edge()") == pages(busy)


@pytest.mark.parametrize("token", ["x", "-1", "²", "1" * 13, "1.5"])
def test_a_token_that_is_none_is_refused(busy: InProcess, token: str) -> None:
    refused = ask(busy, NextToken=token)

    assert refused.error == "InvalidRequestException"
    assert refused.body["Message"] == f"Invalid token {token}"
