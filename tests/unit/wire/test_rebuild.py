"""What BatchGetTraces prints: the service's own telling of what was sent."""

from __future__ import annotations

import json
from typing import Any

from xray_local.graph.inferred import inferred_segments
from xray_local.model.trace import assemble
from xray_local.wire.documents import accept
from xray_local.wire.rebuild import rebuilt

from tests.segments import T, a_segment, a_subsegment, an_id, as_bytes


def printed(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents as a reader gets them back."""
    received = [
        accept(as_bytes(document), T + number)
        for number, document in enumerate(documents)
    ]
    trace = assemble(documents[0]["trace_id"], received)
    return [
        json.loads(segment.document)
        for segment in rebuilt(trace, received, inferred_segments(trace))
    ]


def test_members_that_x_ray_does_not_know_are_gone() -> None:
    [document] = printed(a_segment(invented=1, metadata={"mine": {"kept": True}}))

    assert "invented" not in document
    assert document["metadata"] == {"mine": {"kept": True}}


def test_explicit_false_flags_are_kept_and_in_progress_false_is_not() -> None:
    [document] = printed(a_segment(fault=False, error=True, in_progress=False))

    assert (document["fault"], document["error"]) == (False, True)
    assert "in_progress" not in document


def test_an_independent_subsegment_is_folded_into_its_parent() -> None:
    segment = a_segment()
    child = a_subsegment(
        type="subsegment", parent_id=segment["id"], trace_id=segment["trace_id"]
    )

    [document] = printed(child, segment)

    [folded] = document["subsegments"]
    assert child["id"] == folded["id"]
    assert folded.keys().isdisjoint({"type", "parent_id", "trace_id"})


def test_a_callee_keeps_its_own_document_and_its_parent() -> None:
    call = a_subsegment(namespace="remote")
    caller = a_segment(subsegments=[call])
    callee = a_segment("adjective-4", trace_id=caller["trace_id"], parent_id=call["id"])

    documents = printed(caller, callee)

    assert [caller["id"], callee["id"]] == [each["id"] for each in documents]
    assert call["id"] == documents[1]["parent_id"]


def test_a_call_that_nobody_answered_is_told_by_x_ray() -> None:
    call = a_subsegment(
        "api.example.com",
        namespace="remote",
        fault=True,
        http={"response": {"status": 500}},
        cause={"exceptions": [{"id": an_id(), "message": "down", "stack": []}]},
    )

    caller, inferred = printed(a_segment(subsegments=[call]))

    assert {
        "id": inferred["id"],
        "name": "api.example.com",
        "start_time": call["start_time"],
        "trace_id": caller["trace_id"],
        "end_time": call["end_time"],
        "parent_id": call["id"],
        "inferred": True,
        "fault": True,
        "http": {"response": {"status": 500}},
    } == inferred
    [thrown] = caller["subsegments"][0]["cause"]["exceptions"]
    assert "stack" not in thrown  # an empty one is dropped


def test_resource_names_are_x_rays_own() -> None:
    call = a_subsegment(
        "DynamoDB",
        namespace="aws",
        aws={
            "operation": "PutItem",
            "table_name": "project-names",
            "resource_names": ["whatever the sender says"],
        },
    )

    caller, inferred = printed(a_segment(subsegments=[call]))

    assert caller["subsegments"][0]["aws"]["resource_names"] == ["project-names"]
    assert inferred["aws"]["resource_names"] == ["project-names"]
    assert inferred["origin"] == "AWS::DynamoDB::Table"


def test_a_message_sent_to_sqs_has_its_time_in_the_queue() -> None:
    call = a_subsegment(
        "SQS",
        namespace="aws",
        aws={"operation": "SendMessage", "queue_url": "https://sqs/1/mail"},
    )

    _, inferred = printed(a_segment(subsegments=[call]))

    [queued] = inferred["subsegments"]
    assert ("QueueTime", call["start_time"]) == (queued["name"], queued["start_time"])


def test_the_first_complete_version_is_what_is_printed() -> None:
    first = a_segment(metadata={"version": {"number": 1}})
    again = first | {"metadata": {"version": {"number": 2}}}

    [document] = printed(first, again)

    assert document["metadata"] == {"version": {"number": 1}}


def test_an_open_segment_is_printed_with_what_it_has_so_far() -> None:
    opened = a_segment(end_time=None, in_progress=True)
    done = a_subsegment()

    [document] = printed(opened | {"subsegments": [done]})

    assert document["in_progress"] is True
    assert done["id"] == document["subsegments"][0]["id"]
