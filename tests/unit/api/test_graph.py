"""The console's service graph: X-Ray's own, without its limit of six hours."""

from __future__ import annotations

import pytest

from tests.asgi import Answered, get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes

WEEK = 7 * 24 * 3600


@pytest.fixture
def shop() -> InProcess:
    """A week with three requests: one at each end, one that failed between them."""
    xray = InProcess()
    till = {"GroupName": "tills", "FilterExpression": 'service("checkout")'}
    assert post(xray.application, "/CreateGroup", till).status == 200
    documents = [
        a_segment("checkout"),
        a_segment("payment", start_time=T - 86_400, end_time=T - 86_399, fault=True),
        a_segment("archive", start_time=T - WEEK, end_time=T - WEEK + 1),
    ]
    for document in documents:
        document["trace_id"] = f"1-{int(document['start_time']):08x}-{24 * 'a'}"
    sent = {"TraceSegmentDocuments": [as_bytes(each).decode() for each in documents]}
    assert post(xray.application, "/TraceSegments", sent).body == {
        "UnprocessedTraceSegments": []
    }
    return xray


def asked(xray: InProcess, **query: object) -> Answered:
    window = {"start": T - WEEK, "end": T + 60}
    return get(xray.application, "/api/graph", **window | query)


def names(answered: Answered) -> set[str]:
    return {
        service["Name"]
        for service in answered.body["Services"]
        if service["Type"] != "client"
    }


def test_a_week_is_one_graph(shop: InProcess) -> None:
    window = {"StartTime": T - WEEK, "EndTime": T + 60}
    refused = post(shop.application, "/ServiceGraph", window)

    assert {"checkout", "payment", "archive"} == names(asked(shop))
    assert "6 hours" in refused.body["Message"]


def test_a_filter_and_a_group_narrow_it(shop: InProcess) -> None:
    assert {"payment"} == names(asked(shop, filter="fault"))
    assert {"checkout"} == names(asked(shop, group="tills"))
    assert set() == names(asked(shop, group="tills", filter="fault"))
    assert {"payment"} == names(asked(shop, group="Default", filter="fault"))
    assert set() == names(asked(shop, filter='service("nobody")'))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"start": ""}, "start=''"),
        ({"end": "soon"}, "end='soon'"),
        ({"end": "nan"}, "end='nan'"),
        ({"start": T + 3600}, "End time cannot be earlier"),
        ({"group": "nobody's"}, "Group not found."),
    ],
)
def test_what_cannot_be_answered_is_refused(
    shop: InProcess, query: dict[str, object], told: str
) -> None:
    refused = asked(shop, **query)

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
    assert told in refused.body["Message"]


def test_a_mistake_in_the_filter_has_its_place(shop: InProcess) -> None:
    refused = asked(shop, filter="ok AND responsetme > 1")

    assert (
        refused.status,
        refused.body["Position"],
        refused.body["Suggestion"],
    ) == (400, 8, "responsetime")
