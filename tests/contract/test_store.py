"""What every store promises of what is written; a store is whatever passes this folder."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from xray_local.graph.graph import Graph, graph_of
from xray_local.model.segment import Received
from xray_local.store.base import Store

from tests.contract.traces import (
    ALWAYS,
    EVERYTHING,
    NOON,
    a_segment,
    a_trace,
    a_trace_id,
    ids,
    summaries_of,
    trace_id_of,
)


def test_documents_come_back_as_they_came(store: Store) -> None:
    """Own bytes, own receipt times, in order of arrival, whatever came between."""
    one, other = a_trace(), a_trace()

    store.write([one[1], other[0]])
    store.write([one[0], other[1]])

    assert [one[1], one[0]] == list(store.documents(trace_id_of(one)))
    assert other == list(store.documents(trace_id_of(other)))


def test_an_unknown_trace_is_empty(store: Store) -> None:
    """Not an error: ids are asked for that were never sent."""
    unknown = a_trace_id()

    assert (list(store.documents(unknown)), store.summary(unknown)) == ([], None)


def test_an_empty_store_answers(store: Store) -> None:
    """Nothing to read is a normal state, on the first day and after retention."""
    store.write([])
    contents = store.contents()

    assert ([], Graph()) == (ids(store), store.graph(ALWAYS))
    assert (
        contents.traces,
        contents.documents,
        contents.oldest,
        contents.newest,
        contents.pruned,
    ) == (0, 0, None, None, 0)


def test_every_read_sees_every_write(store: Store) -> None:
    """A trace grows document by document and no answer lags behind."""
    arrived: list[Received] = []
    for document in [*a_trace(NOON), *a_trace(NOON + 1)]:
        store.write([document])
        arrived.append(document)
        expected = summaries_of(arrived)

        assert expected == {each.trace_id: each for each in store.summaries(EVERYTHING)}
        assert graph_of(expected.values()) == store.graph(ALWAYS)
        assert expected[document.segment.trace_id] == store.summary(
            document.segment.trace_id
        )
        assert len(arrived) == store.contents().documents


def test_a_summary_sees_writes_before_any_other_read(store: Store) -> None:
    """Asking for one trace needs no listing before it."""
    trace = a_trace()
    store.write(trace[:1])
    store.summary(trace_id_of(trace))
    store.write(trace[1:])

    assert summaries_of(trace)[trace_id_of(trace)] == store.summary(trace_id_of(trace))


def test_a_late_child_replaces_what_was_inferred(store: Store) -> None:
    """The callee's segment comes after the caller was already on the map."""
    child, root = a_trace()
    store.write([root])
    inferred = {service.type for service in store.graph(ALWAYS).nodes}
    store.write([child])
    reported = {service.type for service in store.graph(ALWAYS).nodes}

    assert ({"client", None, "remote"}, {"client", None}) == (inferred, reported)


def test_a_duplicate_changes_nothing_but_is_kept(store: Store) -> None:
    """The same datagram twice: two documents, one segment."""
    trace = a_trace()
    store.write(trace)
    before = store.graph(ALWAYS), store.summary(trace_id_of(trace))
    store.write(trace[:1])

    assert before == (store.graph(ALWAYS), store.summary(trace_id_of(trace)))
    assert len(store.documents(trace_id_of(trace))) == 3


def test_work_in_progress_counts_when_it_completes(store: Store) -> None:
    """The in-progress document makes a node without figures, the end gives them."""
    trace_id = a_trace_id()
    begun = a_segment(trace_id, took=None)
    ended = a_segment(trace_id, took=2.0, id=begun.segment.id)
    store.write([begun])
    store.settle(NOON + 60)
    (before,) = store.summaries(EVERYTHING)
    store.write([ended])
    (after,) = store.summaries(EVERYTHING)
    totals = [node.statistics.total for node in store.graph(ALWAYS).nodes.values()]

    assert (before.response_time, after.response_time) == (None, 2.0)
    assert max(totals) == 1


def test_orphans_are_invisible_until_their_parent_comes(store: Store) -> None:
    """Subsegments sent on their own are kept, but make no trace by themselves."""
    trace_id = a_trace_id()
    root = a_segment(trace_id)
    orphan = a_segment(
        trace_id, name="work", type="subsegment", parent_id=root.segment.id
    )
    store.write([orphan])
    alone = ids(store), store.graph(ALWAYS), store.contents().oldest
    store.write([root])

    assert ([], Graph(), None) == alone
    assert [trace_id] == ids(store)


def test_a_number_beyond_64_bits_harms_nobody(store: Store) -> None:
    """JSON knows no largest integer; one such document must not stop the others."""
    huge: dict[str, Any] = {
        "annotations": {"n": 10**30},
        "http": {"response": {"status": 10**25}},
    }
    traces = [a_trace(NOON), a_trace(NOON + 1, **huge), a_trace(NOON + 2)]
    store.write([document for trace in traces for document in trace])

    assert [trace_id_of(trace) for trace in reversed(traces)] == ids(store)


def test_one_writes_while_many_read(store: Store) -> None:
    """No reader misses what was written before it asked, nor sees half a graph."""
    traces = [a_trace(NOON + number / 4) for number in range(400)]
    written = 0
    done = threading.Event()

    def read() -> int:
        reads = 0
        while not done.is_set() or reads == 0:
            before = written
            listed = len(ids(store))
            graph = store.graph(ALWAYS)
            assert before <= listed
            assert before <= sum(node.roots for node in graph.nodes.values())
            reads += 1
        return reads

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number, trace in enumerate(traces, 1):
            store.write(trace)
            written = number
            if number % 50 == 0:
                store.settle(NOON + number)
        done.set()
        assert all(reader.result() > 0 for reader in readers)
    expected = summaries_of(document for trace in traces for document in trace)

    assert graph_of(expected.values()) == store.graph(ALWAYS)


def test_closing_twice_is_harmless(store: Store) -> None:
    """Shutdown paths may meet."""
    store.write(a_trace())
    store.close()
    store.close()
