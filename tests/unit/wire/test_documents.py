"""What a segment document must be, and what becomes of one that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from xray_local.errors import DocumentRejected
from xray_local.wire.documents import MAX_DEPTH, MAX_DOCUMENT_BYTES, accept

from tests.segments import T, a_segment, a_subsegment, as_bytes

ROOT = "70de5b6f19ff9a0a"


def test_an_ordinary_document_is_kept_byte_for_byte() -> None:
    document = as_bytes(a_segment(metadata={"anything": [1, {"deep": None}]}))

    received = accept(document, T)

    assert document == received.document
    assert received.received_at == T


# ErrorCode -> the documents that earn it, as X-Ray's checks come in order.
REJECTED: list[tuple[str, Any]] = [
    ("ParseError", b"{"),
    ("ParseError", b"[]"),
    ("ParseError", b"42"),
    ("ParseError", b'{"id": "\xff"}'),
    ("ParseError", as_bytes(a_segment())[:-1] + b',"metadata":NaN}'),
    ("ParseError", as_bytes(a_segment()) + b"trailing"),
    ("UnknownType", a_segment(type="span")),
    ("MissingId", {}),
    ("MissingId", a_segment(id=None)),
    ("InvalidId", a_segment(id="short")),
    ("InvalidId", a_segment(id=7)),
    ("MissingName", a_segment(name="")),
    ("MissingName", a_segment(name=42)),
    ("MissingTraceId", a_segment(trace_id=None)),
    ("InvalidTraceId", a_segment(trace_id="1-2-3")),
    ("MissingStartTime", a_segment(start_time=None)),
    ("MissingStartTime", a_segment(start_time="1700000000")),
    ("InvalidStartTime", a_segment(start_time=T * 1000)),
    ("InvalidEndTime", a_segment(end_time=T * 1000)),
    ("InProgressSegmentHasEndTime", a_segment(in_progress=True)),
    ("MissingEndTime", a_segment(end_time=None)),
    ("MissingParentId", a_segment(type="subsegment")),
    ("InvalidParentId", a_segment(parent_id="nobody")),
    ("SegmentTooLarge", a_segment(metadata={"much": "x" * MAX_DOCUMENT_BYTES})),
]


@pytest.mark.parametrize(("code", "document"), REJECTED)
def test_a_bad_document_is_rejected_with_the_code_of_x_ray(
    code: str, document: Any
) -> None:
    content = document if isinstance(document, bytes) else as_bytes(document)

    with pytest.raises(DocumentRejected) as rejected:
        accept(content, T)

    assert code == rejected.value.code
    assert f"Invalid segment. ErrorCode: {code}" == rejected.value.message


@pytest.mark.parametrize(
    ("code", "child"),
    [
        ("MissingId", a_subsegment(id=None)),
        ("InvalidId", a_subsegment(id="bad")),
        ("MissingName", a_subsegment(name=42)),
        ("MissingStartTime", a_subsegment(start_time=None)),
        ("InProgressSubsegmentHasEndTime", a_subsegment(in_progress=True)),
        ("MissingEndTime", a_subsegment(end_time=None)),
    ],
)
def test_one_bad_child_rejects_its_whole_document_under_the_roots_id(
    code: str, child: dict[str, Any]
) -> None:
    document = a_segment(id=ROOT, subsegments=[a_subsegment(), child])

    with pytest.raises(DocumentRejected) as rejected:
        accept(as_bytes(document), T)

    assert f"Invalid subsegment. ErrorCode: {code}, Cause: null" == str(rejected.value)
    assert rejected.value.segment_id == ROOT


@pytest.mark.parametrize("child", [None, [], "x", 3])
def test_a_child_that_is_no_object_rejects_the_document(child: Any) -> None:
    with pytest.raises(DocumentRejected, match=r"Invalid entity\. ErrorCode: ParseE"):
        accept(as_bytes(a_segment(subsegments=[child])), T)


# What the sender wrote -> what is kept of it.
CLEANED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"subsegments": {}}, {}),
    ({"subsegments": 42}, {}),
    ({"fault": "yes", "error": True}, {"error": True}),
    (
        {"annotations": {"kept": 1, "list": [1], "object": {}, "null": None}},
        {"annotations": {"kept": 1}},
    ),
    (
        {"http": {"request": {"url": 5, "method": "GET"}, "response": "?"}},
        {"http": {"request": {"method": "GET"}, "response": None}},
    ),
    ({"user": 7}, {}),
]


@pytest.mark.parametrize(("sent", "kept"), CLEANED)
def test_what_the_service_drops_silently_is_dropped(
    sent: dict[str, Any], kept: dict[str, Any]
) -> None:
    plain = a_segment()

    received = accept(as_bytes(plain | sent), T)

    assert plain | kept == json.loads(received.document)


def test_a_long_name_is_cut_not_rejected() -> None:
    received = accept(as_bytes(a_segment(name="n" * 300)), T)

    assert received.segment.name == "n" * 200


def test_the_unknown_type_of_a_child_is_ignored() -> None:
    child = a_subsegment(type="other")

    received = accept(as_bytes(a_segment(subsegments=[child])), T)

    assert child["id"] == received.segment.subsegments[0].id


def test_endless_nesting_is_a_parse_error_and_no_crash() -> None:
    innermost: dict[str, Any] = a_subsegment()
    for _ in range(MAX_DEPTH + 1):
        innermost = a_subsegment(subsegments=[innermost])

    with pytest.raises(DocumentRejected, match="ParseError"):
        accept(as_bytes(a_segment(subsegments=[innermost])), T)
    with pytest.raises(DocumentRejected, match="ParseError"):
        accept(b'{"subsegments":[' * 3_000, T)
