"""The end of a trace's life: by age, by size, and with nothing left behind."""

from __future__ import annotations

from xray_local.graph.graph import graph_of
from xray_local.store.base import Limits

from tests.contract.conftest import OpenStore
from tests.contract.traces import (
    ALWAYS,
    NOON,
    a_segment,
    a_trace,
    ids,
    random_text,
    summaries_of,
    trace_id_of,
)


def test_retention_by_age_goes_by_the_last_update(open_store: OpenStore) -> None:
    """An old trace that was updated lately stays; what goes is counted."""
    with open_store(Limits(max_age=3600, max_bytes=1 << 40)) as store:
        old, updated, new = a_trace(NOON), a_trace(NOON), a_trace(NOON + 3000)
        late = a_segment(trace_id_of(updated), NOON + 2000, name="late")
        store.write([*old, *updated, late, *new])
        kept = summaries_of([*updated, late, *new])
        removed = store.prune(NOON + 3700)
        contents = store.contents()

        assert (
            removed,
            contents.pruned,
            contents.traces,
            contents.documents,
        ) == (2, 2, 2, 5)
        assert set(kept) == set(ids(store))
        assert graph_of(kept.values()) == store.graph(ALWAYS)
        assert (
            list(store.documents(trace_id_of(old))),
            store.summary(trace_id_of(old)),
        ) == ([], None)
        assert store.prune(NOON + 3700) == 0


def test_retention_by_size_takes_the_oldest_first(open_store: OpenStore) -> None:
    """What remains is the newest of what came, and within the bound."""
    with open_store(Limits(max_age=1e12, max_bytes=400_000)) as store:
        filling = random_text(3000)
        traces = [
            a_trace(NOON + second, metadata={"default": {"text": next(filling)}})
            for second in range(400)
        ]
        store.write([document for trace in traces for document in trace])
        before = store.contents().bytes
        removed = store.prune(NOON + 400)
        remaining = ids(store)
        newest_first = [trace_id_of(trace) for trace in reversed(traces)]

        assert before > 400_000 >= store.contents().bytes
        assert removed == 800 - 2 * len(remaining)
        assert 10 < len(remaining) < 400
        assert newest_first[: len(remaining)] == remaining


def test_a_pruned_trace_can_begin_again(open_store: OpenStore) -> None:
    """Documents that come after their trace was removed make a trace of their own."""
    with open_store(Limits(max_age=60, max_bytes=1 << 40)) as store:
        child, root = a_trace()
        store.write([child])
        store.prune(NOON + 600)
        store.write([root])

        assert [root] == list(store.documents(root.segment.trace_id))
        assert graph_of(summaries_of([root]).values()) == store.graph(ALWAYS)
