"""A document that is an array of subsegments: all of them, or none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from xray_local.errors import DocumentRejected
from xray_local.wire.arrays import accept_documents
from xray_local.wire.documents import MAX_DOCUMENT_BYTES

from tests.segments import T, a_segment, as_bytes

PARENT = "70de5b6f19ff9a0a"


def a_part(name: str = "part", **members: Any) -> dict[str, Any]:
    return a_segment(name, type="subsegment", **{"parent_id": PARENT, **members})


def encoded(*members: Any) -> bytes:
    return json.dumps(members).encode()


def test_each_member_is_a_document_with_its_own_bytes() -> None:
    first, second = a_part("first"), a_part("second")

    received = accept_documents(b" \n" + encoded(first, second), T)

    assert [each.segment.name for each in received] == ["first", "second"]
    assert [json.loads(each.document) for each in received] == [first, second]
    assert {each.received_at for each in received} == {T}


def test_a_document_that_is_no_array_is_one() -> None:
    [received] = accept_documents(as_bytes(a_segment("shop")), T)

    assert received.segment.name == "shop"


@pytest.mark.parametrize(
    ("code", "segment_id", "document"),
    [
        ("MissingId", None, b"[]"),
        ("MissingName", "53995c3f42cd8ad8", encoded(a_part(), a_part("", id="53995c3f42cd8ad8"))),
        ("MissingParentId", "53995c3f42cd8ad8", encoded(a_part(id="53995c3f42cd8ad8", parent_id=None))),
        ("ParseError", None, encoded(a_part(), [a_part()])),
        ("ParseError", None, encoded(a_part(), None)),
        ("ParseError", None, encoded(a_part())[:-1]),
        ("ParseError", None, encoded(a_part()) + b"]"),
        ("ParseError", None, b"[" * 60_000),
        ("ParseError", None, b'["\xff"]'),
        ("SegmentTooLarge", None, encoded(a_part(), "x" * MAX_DOCUMENT_BYTES)),
    ],
)  # fmt: skip
def test_one_bad_member_rejects_the_array(
    code: str, segment_id: str | None, document: bytes
) -> None:
    with pytest.raises(DocumentRejected) as rejected:
        accept_documents(document, T)

    assert (code, segment_id) == (rejected.value.code, rejected.value.segment_id)
