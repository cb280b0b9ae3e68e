"""What has changed is told by every store: each change, until somebody takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from unittest.mock import patch

import pytest
from xray_local.clock import ManualClock
from xray_local.operations import live
from xray_local.operations.backend import Backend
from xray_local.operations.live import Changes, News, changed_since, changes_of, watched
from xray_local.store.base import Store, Telling

from tests.contract.test_filters import backend
from tests.contract.traces import NOON, a_segment, a_trace, a_trace_id, trace_id_of


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def behind(store: Store, clock: ManualClock) -> Backend:
    return replace(backend(store), clock=clock)


@pytest.fixture
def changes(behind: Backend) -> Iterator[Changes]:
    with closing(changes_of(behind)) as changes:
        yield changes


def ids(news: News) -> list[str]:
    return [each.trace_id for each in news.traces]


def quiet(store: Store, clock: ManualClock) -> None:
    """A moment later, as the collector lets it pass."""
    clock.set(clock.now() + 1)
    store.settle(clock.now())


def settled(store: Store, clock: ManualClock) -> None:
    """By workers, too, which are not waited for."""
    quiet(store, clock)
    store.contents()


def test_what_is_written_is_told_once(
    store: Store, clock: ManualClock, changes: Changes
) -> None:
    first, second = a_trace(), a_trace(NOON + 1)
    store.write([*first, *second])
    settled(store, clock)

    assert [trace_id_of(first), trace_id_of(second)] == ids(changes.take())
    assert ids(changes.take()) == []


def test_what_was_there_before_is_not_told(
    store: Store, clock: ManualClock, behind: Backend
) -> None:
    store.write(a_trace())
    settled(store, clock)

    with closing(changes_of(behind)) as changes:
        assert ids(changes.take()) == []


def test_a_trace_that_goes_on_is_told_again_as_it_is_now(
    store: Store, clock: ManualClock, changes: Changes
) -> None:
    trace_id = a_trace_id()
    store.write([a_segment(trace_id)])
    settled(store, clock)
    before = changes.take()
    store.write([a_segment(trace_id, NOON + 2, name="late", fault=True)])
    settled(store, clock)
    after = changes.take()

    assert [trace_id] == ids(before) == ids(after)
    assert [len(each.traces[0].occurrences) for each in (before, after)] == [1, 2]


def test_what_is_too_much_to_read_is_counted(
    store: Store, clock: ManualClock, behind: Backend
) -> None:
    with patch.object(live, "MOST_READ", 2), closing(changes_of(behind)) as changes:
        traces = [a_trace(NOON + second) for second in range(5)]
        store.write([document for trace in traces for document in trace])
        settled(store, clock)
        news = changes.take()

    assert [trace_id_of(each) for each in traces[-2:]] == ids(news)
    assert news.left_out == 3


def test_nobody_is_told_after_the_end(
    store: Store, clock: ManualClock, behind: Backend
) -> None:
    """So that without a watcher a store has nothing to do."""
    changes = changes_of(behind)
    changes.close()
    store.write(a_trace())
    settled(store, clock)

    assert not isinstance(store, Telling) or ids(changes.take()) == []


def test_who_comes_back_is_told_what_changed_meanwhile(
    store: Store, clock: ManualClock, behind: Backend
) -> None:
    """The newest last, and a little of what may have been told before."""
    old, failed, fine = (
        a_trace(NOON - 60),
        a_trace(NOON + 20, fault=True),
        a_trace(NOON + 30),
    )
    store.write([*old, *fine, *failed])
    clock.set(NOON + 40)

    def since(moment: float, expression: str = "") -> News:
        return changed_since(behind, moment, watched(behind, expression, None))

    assert [trace_id_of(failed), trace_id_of(fine)] == ids(since(NOON))
    assert [trace_id_of(failed)] == ids(since(NOON, "fault"))
    with patch.object(live, "MOST_CAUGHT_UP", 1):
        assert since(NOON) == News(since(NOON + 35).traces, left_out=1)
