"""GET /api/explain: how a filter is read, with figures that can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from xray_local.clock import ManualClock
from xray_local.store.base import Limits
from xray_local.store.sqlite import SqliteStore

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes


@pytest.fixture
def xray(tmp_path: Path) -> Iterator[InProcess]:
    """Ten traces of names, two of them failed; alice had three."""
    limits = Limits(max_age=1e12, max_bytes=1 << 40)
    with closing(SqliteStore(tmp_path, limits, ManualClock(T))) as store:
        running = InProcess(store=store)
        fill(running)
        yield running


def fill(running: InProcess) -> None:
    documents = [
        a_segment(user="alice" if number < 3 else "bob", fault=number in (0, 5))
        for number in range(10)
    ]
    sent = {"TraceSegmentDocuments": [as_bytes(each).decode() for each in documents]}
    assert post(running.application, "/TraceSegments", sent).status == 200


def explained(xray: InProcess, expression: str, **window: object) -> dict[str, Any]:
    answered = get(xray.application, "/api/explain", expression=expression, **window)
    assert answered.status == 200
    members: dict[str, Any] = answered.body
    return members


def test_it_tells_the_way_and_what_is_read(xray: InProcess) -> None:
    """One summary of ten is opened: alice's with a fault."""
    said = explained(xray, 'user BEGINSWITH "al" AND fault')

    assert said["Text"] == (
        'user BEGINSWITH "al" AND fault\n'
        "\n"
        "10 traces in the window\n"
        '  3 looked up by the index, for user BEGINSWITH "al"\n'
        "  1 summary opened and judged\n"
        "\n"
        "all of\n"
        '├ role    user BEGINSWITH "al" (2 of 4 roles)\n'
        "└ column  has_fault = true"
    )
    assert (said["Way"], said["Visited"], said["Opened"]) == ("Index", 3, 1)
    assert said["Plan"]["Parts"] == [
        {"Kind": "Role", "Text": 'user BEGINSWITH "al"', "Roles": 2},
        {"Kind": "Column", "Text": "has_fault = true"},
    ]


@pytest.mark.parametrize(
    ("expression", "way", "visited", "opened"),
    [
        ("", "Window", 10, 10),
        ("!fault", "Window", 10, 8),
        ('!user = "alice"', "Window", 10, 7),
        ('service("names") { fault }', "Index", 2, 2),
        ('user = "alice" OR user = "bob"', "Index", 10, 10),
        ('service("names") { responsetime > 5 }', "Index", 10, 0),
        ('user = "nobody"', "Nothing", 0, 0),
        ("duration = true", "Nothing", 0, 0),
    ],
)
def test_what_is_opened_is_what_may_match(
    xray: InProcess, expression: str, way: str, visited: int, opened: int
) -> None:
    said = explained(xray, expression)

    assert (way, visited, opened) == (said["Way"], said["Visited"], said["Opened"])


def test_a_store_without_an_index_opens_everything() -> None:
    xray = InProcess()
    fill(xray)
    said = explained(xray, 'user = "alice"')

    assert (said["Way"], said["Opened"]) == ("EverySummary", 10)
    assert "10 summaries opened" in said["Text"]


def test_a_window_narrows_it(xray: InProcess) -> None:
    assert explained(xray, "fault", start=T - 10, end=T)["Traces"] == 0


@pytest.mark.parametrize(
    "query",
    [{"expression": "falt"}, {"start": T}, {"start": T, "end": T - 1}, {"by": "x"}],
)
def test_what_cannot_be_explained_is_refused(
    xray: InProcess, query: dict[str, object]
) -> None:
    refused = get(xray.application, "/api/explain", **query)

    assert (refused.status, refused.error) == (400, "InvalidRequestException")


def test_what_is_joined_in_the_same_way_is_one_part(xray: InProcess) -> None:
    """However it was bracketed, and though a time in braces is two questions."""
    said = explained(
        xray, '(user = "alice" AND (ok)) AND service("names") { responsetime > 0.5 }'
    )

    assert [part["Kind"] for part in said["Plan"]["Parts"]] == [
        "Role",
        "Column",
        "Column",
        "Column",
        "Role",
        "Column",
    ]


def test_an_or_is_looked_up_by_a_part_of_each_side(xray: InProcess) -> None:
    said = explained(
        xray, 'service("names") { fault AND responsetime > 0.5 } OR user = "eve"'
    )

    assert (said["Way"], said["Visited"]) == ("Index", 2)
    assert len(said["LookedUp"]) == 2
