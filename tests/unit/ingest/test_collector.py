"""Nothing is lost without being counted, whatever comes in."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xray_local.clock import ManualClock
from xray_local.errors import Overloaded
from xray_local.ingest import collector as module
from xray_local.ingest.collector import Collector, Datagram
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.model.segment import Received
from xray_local.wire.documents import accept

from tests.processes import eventually
from tests.segments import T, a_datagram, a_segment, as_bytes


class Shelf:
    """A store that can be held shut, and can break."""

    def __init__(self) -> None:
        self.kept: list[Received] = []
        self.open = threading.Event()
        self.open.set()
        self.broken = False

    def write(self, batch: Sequence[Received]) -> None:
        self.open.wait(5)
        if self.broken:
            raise OSError("the disk is full")
        self.kept.extend(batch)

    def settle(self, now: float) -> None: ...

    def prune(self, now: float) -> int:
        return 0


def a_collector(
    shelf: Shelf,
    counters: Counters,
    queue_documents: int = 1_000,
    tell_seconds: float = 5.0,
) -> Collector:
    clock = ManualClock(T)
    return Collector(
        shelf,
        counters,
        clock,
        RejectionLog(clock),
        queue_documents=queue_documents,
        tell_seconds=tell_seconds,
    )


def from_sender(*contents: bytes) -> list[Datagram]:
    return [Datagram(content, "127.0.0.1:40000", T) for content in contents]


def array_of(*documents: dict[str, Any]) -> bytes:
    return b'{"format":"json","version":1}\n' + json.dumps(documents).encode()


KINDS = {
    "good": a_datagram(a_segment()),
    "no header": as_bytes(a_segment()),
    "bad json": b'{"format":"json","version":1}\n{',
    "no id": a_datagram(a_segment(id=None)),
    "three in one": array_of(a_segment(), a_segment(), a_segment()),
    "one of two bad": array_of(a_segment(), a_segment(id=None)),
    "empty": b"",
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=60), st.integers(1, 30))
def test_received_is_stored_plus_rejected_plus_dropped(
    kinds: list[str], queue_documents: int
) -> None:
    """With a queue of any size, to the document; an array that is taken is three."""
    shelf, counters = Shelf(), Counters()
    collector = a_collector(shelf, counters, queue_documents)

    collector.take_datagrams(from_sender(*(KINDS[kind] for kind in kinds)))
    assert collector.counts().unaccounted == 0
    collector.start()
    collector.stop()

    counts = collector.counts()
    assert counts.unaccounted == 0
    assert counts.pending == 0
    arrays = kinds[-queue_documents:].count("three in one")
    assert len(kinds) + 2 * arrays == counts.received
    assert len(shelf.kept) == counts.stored


def test_when_the_queue_is_full_the_oldest_datagrams_give_way() -> None:
    shelf, counters = Shelf(), Counters()
    collector = a_collector(shelf, counters, queue_documents=2)
    documents = [a_segment(name=name) for name in ("first", "second", "third")]

    collector.take_datagrams(from_sender(*map(a_datagram, documents)))
    collector.start()
    collector.stop()

    assert [each.segment.name for each in shelf.kept] == ["second", "third"]
    assert collector.counts().dropped == {"QueueFull": 1}


def test_a_caller_waits_until_its_documents_are_stored() -> None:
    shelf = Shelf()
    shelf.open.clear()
    collector = a_collector(shelf, Counters())
    collector.start()

    stored = collector.submit([accept(as_bytes(a_segment()), T)])
    assert not stored.done()
    shelf.open.set()
    stored.result(5)
    collector.stop()

    assert len(shelf.kept) == 1


def test_a_caller_is_refused_when_the_queue_is_full() -> None:
    collector = a_collector(Shelf(), Counters(), queue_documents=1)
    collector.submit([accept(as_bytes(a_segment()), T)])

    with pytest.raises(Overloaded, match="has no room for 1 more"):
        collector.submit([accept(as_bytes(a_segment()), T)])

    collector.start()
    collector.stop()


def test_what_the_store_fails_to_keep_is_counted_and_told() -> None:
    shelf = Shelf()
    shelf.broken = True
    collector = a_collector(shelf, Counters())
    collector.take_datagrams(from_sender(a_datagram(a_segment()), b"no header"))
    stored = collector.submit([accept(as_bytes(a_segment()), T)], ["ParseError"])
    collector.start()

    with pytest.raises(OSError, match="disk is full"):
        stored.result(5)
    collector.stop()

    counts = collector.counts()
    assert counts.dropped == {"StoreFailed": 2}
    assert counts.rejected == {"ParseError": 1, "MissingHeaderOrSegment": 1}
    assert counts.unaccounted == 0


def test_a_mistake_of_ours_ends_no_ingestion(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody foresaw costs its batch, counted, and nothing else."""
    shelf = Shelf()
    collector = a_collector(shelf, Counters())
    collector.start()
    with monkeypatch.context() as broken:
        broken.setattr(module, "document_of", lambda _: 1 / 0)
        collector.take_datagrams(from_sender(a_datagram(a_segment())))
        eventually(lambda: collector.counts().dropped)

    collector.take_datagrams(from_sender(a_datagram(a_segment())))
    collector.stop()

    assert len(shelf.kept) == 1
    assert collector.counts().unaccounted == 0


def test_what_is_being_stored_is_pending() -> None:
    shelf = Shelf()
    shelf.open.clear()
    collector = a_collector(shelf, Counters())
    collector.start()
    stored = collector.submit([accept(as_bytes(a_segment()), T)])

    counts = eventually(lambda: held if (held := collector.counts()).pending else None)
    shelf.open.set()
    stored.result(5)
    collector.stop()

    assert (counts.pending, counts.unaccounted) == (1, 0)
    assert collector.counts().pending == 0


def test_who_ends_with_a_backlog_says_how_much_is_left(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At once, and again every few seconds until all of it is stored."""
    shelf = Shelf()
    shelf.open.clear()
    collector = a_collector(shelf, Counters(), tell_seconds=0.01)
    collector.start()
    collector.take_datagrams(from_sender(*[a_datagram(a_segment())] * 3))

    with caplog.at_level("INFO"):
        ending = threading.Thread(target=collector.stop)
        ending.start()
        eventually(lambda: "3 documents still wait to be stored" in caplog.messages)
        shelf.open.set()
        ending.join(5)

    assert caplog.messages[0] == "storing 3 documents that wait"
    assert len(shelf.kept) == 3


def test_who_ends_with_nothing_left_says_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    collector = a_collector(Shelf(), Counters())
    collector.start()

    with caplog.at_level("INFO"):
        collector.stop()

    assert caplog.messages == []
