"""One trace as the console asks for it: what came, what waits, what is linked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, a_subsegment, a_trace_id, an_id, as_bytes


def put(xray: InProcess, *documents: dict[str, Any]) -> list[str]:
    texts = [as_bytes(document).decode() for document in documents]
    sent = {"TraceSegmentDocuments": texts}
    answered = post(xray.application, "/TraceSegments", sent)
    assert answered.body == {"UnprocessedTraceSegments": []}
    return texts


def ask(xray: InProcess, path: str, trace_id: str) -> Any:
    answered = get(xray.application, path, trace_id=trace_id)
    assert answered.status == 200
    return answered.body


def an_independent(parent: str, trace_id: str, **members: Any) -> dict[str, Any]:
    return a_subsegment(
        type="subsegment", parent_id=parent, trace_id=trace_id, **members
    )


def test_the_documents_are_those_that_came_in_order_of_arrival() -> None:
    xray = InProcess()
    open_one = a_segment(end_time=None, in_progress=True)
    [first] = put(xray, open_one)
    xray.clock.set(T + 9)
    [second] = put(xray, open_one | {"in_progress": False, "end_time": T + 8})

    trace = ask(xray, "/api/trace", open_one["trace_id"])

    assert trace["Documents"] == [
        {"At": T, "Document": first},
        {"At": T + 9, "Document": second},
    ]
    assert trace["Bytes"] == len(first.encode()) + len(second.encode())
    assert trace["MostBytes"] == 500 * 1024


def test_an_export_put_into_another_x_ray_local_is_the_same_trace() -> None:
    xray, other = InProcess(), InProcess()
    call = a_subsegment(namespace="aws", name="DynamoDB", aws={"table_name": "é"})
    segment = a_segment(subsegments=[call])
    put(xray, segment, an_independent(segment["id"], segment["trace_id"]))

    exported = ask(xray, "/api/trace", segment["trace_id"])["Documents"]
    put(other, *(json.loads(each["Document"]) for each in exported))

    asked = {"TraceIds": [segment["trace_id"]]}
    before = post(xray.application, "/Traces", asked).body
    assert before["Traces"]
    assert post(other.application, "/Traces", asked).body == before


def test_subsegments_that_wait_for_their_parent_are_told_with_all_below() -> None:
    xray = InProcess()
    segment = a_segment("visible")
    parent, trace_id = an_id(), segment["trace_id"]
    orphan = an_independent(parent, trace_id, name="a query", sql={"url": "db"})
    below = an_independent(orphan["id"], trace_id, name="below")
    put(xray, segment, orphan, below)

    [told] = ask(xray, "/api/trace", trace_id)["Orphans"]

    document = json.loads(told["Document"])
    assert told["Id"] == orphan["id"]
    assert (document["parent_id"], document["sql"]) == (parent, {"url": "db"})
    assert [each["name"] for each in document["subsegments"]] == ["below"]


def test_a_trace_that_never_came_has_no_document() -> None:
    trace = ask(InProcess(), "/api/trace", a_trace_id())

    assert (trace["Documents"], trace["Orphans"], trace["Bytes"]) == ([], [], 0)


def test_linked_traces_know_of_each_other() -> None:
    """The worker's segment names the shop's trace, which says nothing itself."""
    xray = InProcess()
    shop = a_segment("shop")
    link = {"trace_id": shop["trace_id"], "id": shop["id"]}
    worker = a_segment("worker", start_time=T + 60, end_time=T + 61, links=[link, link])
    stranger = a_segment("stranger")
    put(xray, shop, worker, stranger)

    [naming] = ask(xray, "/api/links", shop["trace_id"])["Effects"]["Traces"]
    [named] = ask(xray, "/api/links", worker["trace_id"])["Causes"]["Traces"]

    assert (naming["TraceId"], naming["StartTime"]) == (worker["trace_id"], T + 60)
    assert naming["EntryPoint"]["Name"] == "worker"
    assert (named["TraceId"], named["Duration"]) == (shop["trace_id"], 1.0)
    nobody: dict[str, object] = {"Count": 0, "Traces": []}
    assert ask(xray, "/api/links", stranger["trace_id"]) == {
        "Causes": nobody,
        "Effects": nobody,
    }


def test_a_link_to_a_trace_that_is_not_here_is_told() -> None:
    xray = InProcess()
    elsewhere = a_trace_id()
    worker = a_segment("worker", links=[{"trace_id": elsewhere, "id": an_id()}])
    put(xray, worker)

    assert ask(xray, "/api/links", worker["trace_id"])["Causes"]["Traces"] == [
        {"TraceId": elsewhere, "StartTime": None, "Duration": None, "EntryPoint": None}
    ]


@pytest.mark.parametrize("path", ["/api/trace", "/api/links"])
@pytest.mark.parametrize("query", [{}, {"trace_id": "1-x"}])
def test_without_a_trace_id_it_says_so(path: str, query: dict[str, str]) -> None:
    refused = get(InProcess().application, path, **query)

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
