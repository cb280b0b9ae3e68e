"""Markers by HTTP: told, found by time, bounded, counted; and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.operations.markers import MAX_MARKERS, MAX_TEXT

from tests.asgi import Answered, get, post, post_body
from tests.in_process import InProcess
from tests.segments import T

DAY = 24 * 3600


def tell(xray: InProcess, text: str = "v2 is out", **members: Any) -> Answered:
    return post(xray.application, "/api/markers", {"Text": text, **members})


def texts(xray: InProcess, **window: float) -> list[str]:
    found = get(xray.application, "/api/markers", **window).body["Markers"]
    return [each["Text"] for each in found]


def counts(xray: InProcess) -> tuple[int, int, int]:
    body = get(xray.application, "/api/markers").body
    assert body["Received"] == body["Kept"] + body["Dropped"]
    return body["Received"], body["Kept"], body["Dropped"]


def test_what_is_told_is_found_at_its_moment() -> None:
    xray = InProcess()

    told = tell(xray, "v2 is out", Kind="deploy", Time=T - 60.5)
    now = tell(xray, "<b>odd</b>\n  things")

    assert (told.status, now.status) == (200, 200)
    assert get(xray.application, "/api/markers").body == {
        "Markers": [
            {
                "Id": told.body["Marker"]["Id"],
                "Time": T - 60.5,
                "Kind": "deploy",
                "Text": "v2 is out",
            },
            {
                "Id": now.body["Marker"]["Id"],
                "Time": T,
                "Kind": "note",
                "Text": "<b>odd</b> things",
            },
        ],
        "Received": 2,
        "Kept": 2,
        "Dropped": 0,
    }


def test_a_window_has_its_own_ends_and_included() -> None:
    xray = InProcess()
    for minute in range(4):
        tell(xray, str(minute), Time=T - 240 + 60 * minute)

    assert texts(xray, start=T - 180, end=T - 120) == ["1", "2"]
    assert texts(xray, start=T - 120) == ["2", "3"]
    assert texts(xray, end=T - 240) == ["0"]


def test_they_are_kept_by_time_whatever_the_order_they_came_in() -> None:
    xray = InProcess()
    tell(xray, "later", Time=T - 1)
    tell(xray, "earlier", Time=T - 2)

    assert texts(xray) == ["earlier", "later"]


def test_of_too_many_the_earliest_make_way_and_are_counted() -> None:
    xray = InProcess()
    for number in range(MAX_MARKERS + 3):
        tell(xray, str(number), Time=T - 5_000 + number)

    assert len(texts(xray)) == MAX_MARKERS
    assert texts(xray)[0] == "3"
    assert counts(xray) == (MAX_MARKERS + 3, MAX_MARKERS, 3)


def test_one_lives_as_long_as_a_trace_and_is_counted_when_it_goes() -> None:
    xray = InProcess()
    tell(xray, "old", Time=T - 29 * DAY)
    tell(xray, "young")
    xray.clock.advance(2 * DAY)

    assert texts(xray) == ["young"]
    assert counts(xray) == (2, 1, 1)
    tell(xray, "new")
    assert counts(xray) == (3, 2, 1)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"Text": None}, "Text must be a text: say what happened"),
        ({"Text": " \n "}, "Text is empty: say what happened"),
        (
            {"Text": "x" * (MAX_TEXT + 1)},
            f"Text has {MAX_TEXT + 1} characters: at most {MAX_TEXT} are allowed",
        ),
        ({"Kind": "party"}, "Kind must be one of note, deploy, fault-on, fault-off"),
        ({"Kind": ["note"]}, "Kind must be one of note, deploy, fault-on, fault-off"),
        ({"Time": "noon"}, "Time must be epoch seconds, such as 1700000000.5"),
        ({"Time": True}, "Time must be epoch seconds, such as 1700000000.5"),
        ({"Time": 10**400}, "Time must be epoch seconds, such as 1700000000.5"),
        (
            {"Time": T * 1000},
            "Time 1700000000000 lies ahead: give epoch seconds, now is 1700000000",
        ),
        (
            {"Time": 17},
            "Time 17 is more than 720 hours ago, when no trace is kept any more: "
            "give epoch seconds, now is 1700000000",
        ),
        (
            {"Colour": "red"},
            "'Colour' is no member of a marker: give Text, Kind and Time",
        ),
    ],
)
def test_what_cannot_be_marked_is_told_why_and_counted(
    members: dict[str, Any], said: str
) -> None:
    xray = InProcess()

    refused = post(xray.application, "/api/markers", {"Text": "x", **members})

    assert (refused.status, refused.body["Message"]) == (400, said)
    assert xray.counters.snapshot(0).refused_requests == {"InvalidRequestException": 1}
    assert counts(xray) == (0, 0, 0)


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"Text": "\\ud800"}', b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    xray = InProcess()

    refused = post_body(xray.application, "/api/markers", body)

    assert (refused.status, refused.error) == (400, "SerializationException")


@pytest.mark.parametrize("bound", ["start", "end"])
@pytest.mark.parametrize("value", ["noon", "nan", "inf", "1e999"])
def test_a_bound_that_is_no_time_is_refused(bound: str, value: str) -> None:
    refused = get(InProcess().application, "/api/markers", **{bound: value})

    assert refused.status == 400
    assert f"{bound}={value!r}: must be epoch seconds" in refused.body["Message"]
