"""Linked traces: each knows of the other, whatever comes first, changes or goes.

A shop sends a message in one trace, a worker takes it up in another, and only the
worker's trace names the shop's.
"""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from xray_local.graph.connections import Connection, Ends, senders_in
from xray_local.graph.graph import graph_of
from xray_local.model.segment import Received
from xray_local.model.summary import Sender, ServiceId, Summary
from xray_local.model.trace import assemble
from xray_local.store.base import Limits, Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES, TRACE_IDS
from tests.contract.test_graphs import WINDOWS
from tests.contract.traces import (
    ALWAYS,
    EVERYTHING,
    NOON,
    a_call,
    a_segment,
    a_trace_id,
    summaries_of,
)

SHOP, WORKER, QUEUE = ServiceId("shop"), ServiceId("worker"), ServiceId("q", "remote")


class Message:
    """Sent from the start of the shop's trace for 1 s, taken up 3 s after its start."""

    def __init__(self, start: float = NOON) -> None:
        self.start = start
        self.shop, self.worker = a_trace_id(start), a_trace_id(start + 3)
        self.call = a_call(start, 1, name="q")
        self.worked = a_segment(
            self.worker, start + 3, name="worker", links=[self.link]
        )

    @property
    def link(self) -> dict[str, str]:
        return {"trace_id": self.shop, "id": self.call["id"]}

    @property
    def sent(self) -> Received:
        return a_segment(self.shop, self.start, 2, name="shop", subsegments=[self.call])


def holders(store: Store, trace_id: str) -> list[str]:
    """The traces that link to a trace."""
    return [link.trace_id for link in store.links_to(trace_id)]


def sender(store: Store, trace_id: str) -> Sender | None:
    """The sender of a trace's only link, wherever the store tells it."""
    told: list[Summary | None] = [store.summary(trace_id)]
    told += [each for each in store.summaries(EVERYTHING) if each.trace_id == trace_id]
    senders = {link.sender for each in told if each for link in each.links}
    assert len(senders) == 1
    return senders.pop()


@pytest.mark.parametrize("asks_between", [True, False])
@pytest.mark.parametrize("first", ["shop", "worker"])
def test_each_of_two_linked_traces_knows_the_other(
    store: Store, first: str, *, asks_between: bool
) -> None:
    message = Message()
    documents = [message.sent, message.worked]
    for document in documents if first == "shop" else reversed(documents):
        store.write([document])
        if asks_between:
            store.graph(ALWAYS)

    assert sender(store, message.worker) == Sender(QUEUE, NOON + 1)
    assert holders(store, message.shop) == [message.worker]
    assert store.links_to(message.worker) == []
    assert [*store.graph(ALWAYS).connections] == [Ends(QUEUE, WORKER)]


def test_one_trace_alone_is_right_before_the_other_was_read(store: Store) -> None:
    """A summary that is asked for by its id does not wait for the rest to settle."""
    message = Message()
    store.write([message.worked])
    store.graph(ALWAYS)
    store.write([message.sent])
    summary = store.summary(message.worker)

    assert summary is not None
    assert summary.links[0].sender == Sender(QUEUE, NOON + 1)


def test_the_sender_follows_what_its_trace_says(store: Store) -> None:
    """A call in progress is over later; then the queue reports a segment of its own."""
    message = Message()
    pending = a_call(NOON, None, name="q", id=message.call["id"])
    ongoing = a_segment(message.shop, NOON, None, name="shop", subsegments=[pending])
    store.write([ongoing, message.worked])

    assert sender(store, message.worker) == Sender(QUEUE, NOON)

    ended = a_segment(
        message.shop, NOON, 2, id=ongoing.segment.id, subsegments=[message.call]
    )
    store.write([ended])

    assert sender(store, message.worker) == Sender(QUEUE, NOON + 1)

    store.write([a_segment(message.shop, name="queue", parent_id=message.call["id"])])

    assert sender(store, message.worker) == Sender(ServiceId("queue"), NOON + 1)
    assert [*store.graph(ALWAYS).connections] == [Ends(ServiceId("queue"), WORKER)]


def test_a_link_is_gone_when_its_segment_ends_without_it(store: Store) -> None:
    message = Message()
    begun = a_segment(message.worker, NOON + 3, None, links=[message.link])
    store.write([message.sent, begun])

    assert holders(store, message.shop) == [message.worker]

    store.write([a_segment(message.worker, NOON + 3, id=begun.segment.id)])

    assert holders(store, message.shop) == []
    assert not store.graph(ALWAYS).connections


def test_a_trace_that_began_earlier_than_known_keeps_its_place(store: Store) -> None:
    """The list goes by the start of the trace, which a late parent can change."""
    messages = [Message(), Message()]
    shop = messages[0].shop
    link = messages[0].link
    workers = [
        a_segment(each.worker, NOON + 3 + number, name="worker", links=[link])
        for number, each in enumerate(messages)
    ]
    store.write(workers)
    earlier, later = (each.worker for each in messages)

    assert holders(store, shop) == [later, earlier]

    store.write([a_segment(later, NOON)])

    assert holders(store, shop) == [earlier, later]


def test_a_removed_trace_sends_nothing_and_is_named_still(
    open_store: OpenStore,
) -> None:
    """And is known again when more of it arrives."""
    message = Message()
    with open_store(Limits(max_age=2, max_bytes=1 << 40)) as store:
        store.write([message.sent, message.worked])
        connected = store.graph(ALWAYS)
        store.prune(NOON + 4.5)

        assert store.summary(message.shop) is None
        assert sender(store, message.worker) is None
        assert holders(store, message.shop) == [message.worker]
        assert not store.graph(ALWAYS).connections

        store.write([message.sent])

        assert sender(store, message.worker) == Sender(QUEUE, NOON + 1)
        assert store.graph(ALWAYS) == connected


def test_a_removed_trace_no_longer_links(open_store: OpenStore) -> None:
    message = Message()
    late = a_segment(message.shop, NOON + 100)
    with open_store(Limits(max_age=50, max_bytes=1 << 40)) as store:
        store.write([message.sent, message.worked, late])
        store.prune(NOON + 100)

        assert holders(store, message.shop) == []
        assert not store.graph(ALWAYS).connections


def test_linked_traces_are_removed_together(open_store: OpenStore) -> None:
    message = Message()
    with open_store(Limits(max_age=50, max_bytes=1 << 40)) as store:
        store.write([message.sent, message.worked])
        store.graph(ALWAYS)

        assert store.prune(NOON + 1000) == 2
        assert (holders(store, message.shop), store.graph(ALWAYS).nodes) == ([], {})


def test_a_trace_may_be_named_by_thousands(store: Store) -> None:
    """None is left out, the newest come first, and all follow when it changes."""
    message = Message()
    workers = [
        a_segment(a_trace_id(start), start, name="worker", links=[message.link])
        for start in (NOON + second for second in range(3000))
    ]
    store.write(workers)
    store.graph(ALWAYS)
    store.write([message.sent])
    [connection] = store.graph(ALWAYS).connections.values()
    newest_first = [each.segment.trace_id for each in reversed(workers)]

    assert connection.links == 3000
    assert holders(store, message.shop) == newest_first


def test_a_trace_that_links_to_itself_is_followed(store: Store) -> None:
    message = Message()
    worked = a_segment(message.shop, NOON + 3, name="worker", links=[message.link])
    store.write([worked, message.sent])

    assert sender(store, message.shop) == Sender(QUEUE, NOON + 1)
    assert holders(store, message.shop) == [message.shop]


def test_a_chain_of_links_is_one_in_any_order(open_store: OpenStore) -> None:
    """Three traces, each taking up what the one before it sent."""
    first, second = Message(), Message(NOON + 3)
    middle = a_segment(
        first.worker,
        NOON + 3,
        name="worker",
        links=[first.link],
        subsegments=[second.call],
    )
    link = {"trace_id": first.worker, "id": second.call["id"]}
    last = a_segment(second.worker, NOON + 6, name="worker", links=[link])
    for order in permutations([first.sent, middle, last]):
        with open_store() as store:
            for document in order:
                store.write([document])
                store.graph(ALWAYS)

            assert sender(store, first.worker) == Sender(QUEUE, NOON + 1)
            assert sender(store, second.worker) == Sender(QUEUE, NOON + 4)
            assert store.graph(ALWAYS).connections[Ends(QUEUE, WORKER)].links == 2


def connections_between(documents: list[Received]) -> dict[Ends, Connection]:
    """Looked up in the segments of the traces named, not in what a store keeps."""
    by_trace: dict[str, list[Received]] = {}
    for document in documents:
        by_trace.setdefault(document.segment.trace_id, []).append(document)
    senders = {
        (trace_id, entity_id): sent
        for trace_id, parts in by_trace.items()
        for entity_id, sent in senders_in(assemble(trace_id, parts)).items()
    }
    found: dict[Ends, Connection] = {}
    for summary in summaries_of(documents).values():
        for link in summary.links:
            sent = senders.get((link.linked_trace_id, link.entity_id or ""))
            if sent is not None and link.reference_type != "child":
                ends = Ends(sent.service, link.service)
                connection = found.setdefault(ends, Connection())
                connection.count(link, sent, 1)
    return found


STEPS = st.lists(
    st.sampled_from([0.0, 100.0, 200.0, 300.0]).map(lambda seconds: NOON + seconds),
    min_size=6,
    max_size=6,
)
"""When retention runs after each batch; a trace lives for 150 s after its last change."""


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(batches=BATCHES, nows=STEPS, settles=st.booleans())
def test_the_graph_of_rollups_is_that_of_the_segments(
    open_store: OpenStore,
    batches: list[list[Received]],
    nows: list[float],
    *,
    settles: bool,
) -> None:
    """With links between traces that arrive late, change, are removed and come again."""
    limits = Limits(max_age=150, max_bytes=1 << 40)
    arrived: list[Received] = []
    with open_store(limits) as store:
        for batch, now in zip(batches, nows, strict=False):
            store.write(batch)
            arrived += batch
            for seconds in (0, *range(100, 110)) if settles else ():
                store.settle(NOON + 1000 + seconds)
            store.prune(now)
            arrived = surviving(arrived, now - limits.max_age)
            summaries = summaries_of(arrived)
            connections = connections_between(arrived)
            event(f"connections: {len(connections)}")

            assert connections == store.graph(ALWAYS).connections
            for window in WINDOWS:
                inside = (e for e in summaries.values() if e.start in window)

                assert graph_of(inside) == store.graph(window), window
            for trace_id in TRACE_IDS:
                assert summaries.get(trace_id) == store.summary(trace_id)
                assert {*holders(store, trace_id)} == {
                    holder
                    for holder, summary in summaries.items()
                    for link in summary.links
                    if link.linked_trace_id == trace_id
                }


def surviving(documents: list[Received], since: float) -> list[Received]:
    """Those of the traces that have changed since then."""
    summaries = summaries_of(documents)
    return [
        each
        for each in documents
        if summaries[each.segment.trace_id].received_at >= since
    ]
