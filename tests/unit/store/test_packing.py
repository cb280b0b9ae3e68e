"""Blobs give back what went in, and are worth their name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from xray_local.model.segment import Received, decode_accepted
from xray_local.store.packing import (
    Parts,
    pack_parts,
    pack_summary,
    received_of,
    unpack_parts,
    unpack_summary,
)

from tests.contract.traces import a_trace, a_trace_id, summaries_of


def parts_of(documents: list[Received]) -> Parts:
    return [(each.received_at, each.document) for each in documents]


@given(texts=st.lists(st.text(), max_size=5), at=st.floats(0, 1e11))
def test_documents_survive_to_the_byte(texts: list[str], at: float) -> None:
    """Also members that are never decoded, in any script."""
    documents: Parts = [
        (at, received.document)
        for text in texts
        for received in a_trace(metadata={"default": {"text": text}})
    ]

    assert documents == unpack_parts(pack_parts([documents]))


def test_blobs_are_read_in_their_order() -> None:
    """One blob for each write."""
    one, other = a_trace(), a_trace()
    blobs = pack_parts([parts_of(one), parts_of(other)])

    assert [*one, *other] == received_of(unpack_parts(blobs))


def test_whitespace_and_unknown_members_are_the_senders_own() -> None:
    """The document is kept, not what was understood of it."""
    document = (
        f'{{ "trace_id":"{a_trace_id()}","id":"00000000000000ff",'
        '"name":"shop", "start_time":1, "end_time":2.50,"x-y":[1,2] }'
    ).encode()
    received = Received(decode_accepted(document), document, 3.0)

    assert [received] == received_of(unpack_parts(pack_parts([[(3.0, document)]])))


def test_a_trace_takes_less_than_half_its_size() -> None:
    """Even a small one: the preset dictionary knows what segments usually say."""
    trace = a_trace(http={"request": {"method": "GET"}, "response": {"status": 200}})
    plain = sum(len(received.document) for received in trace)

    (blob,) = pack_parts([parts_of(trace)])

    assert len(blob) < plain / 2


def test_a_summary_survives() -> None:
    """With occurrences, calls and annotations of every kind."""
    trace = a_trace(annotations={"customer": "Zoë", "items": 3.5, "paid": True})
    (summary,) = summaries_of(trace).values()

    assert summary == unpack_summary(pack_summary(summary))


def test_numbers_beyond_64_bits_end_there() -> None:
    """MessagePack has no larger ones; the document keeps what was sent."""
    trace = a_trace(annotations={"large": 10**30, "small": -(10**30), "paid": True})
    (summary,) = summaries_of(trace).values()
    expected = {"large": (2**63 - 1,), "small": (-(2**63) + 1,), "paid": (True,)}

    assert expected == unpack_summary(pack_summary(summary)).annotations
