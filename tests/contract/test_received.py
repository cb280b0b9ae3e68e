"""Figures by the minute of receipt: those of the traces last updated in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hypothesis import HealthCheck, given, settings
from xray_local.graph.series import (
    Minute,
    Moment,
    Pick,
    minutes_of,
    of_edges,
    of_services,
    series,
)
from xray_local.model.segment import Received
from xray_local.model.summary import ServiceId, Summary
from xray_local.model.window import Window
from xray_local.store.base import Limits, Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.traces import (
    ALWAYS,
    NOON,
    a_segment,
    a_trace,
    summaries_of,
    trace_id_of,
)

THIRD_MINUTE = Window(NOON + 120, NOON + 180)


def by_brute_force(documents: Iterable[Received], window: Window) -> list[Minute]:
    visible = [each for each in summaries_of(documents).values() if each.occurrences]
    received = [each for each in visible if each.received_at in window]
    return [*minutes_of(sorted(received, key=_receipt, reverse=True))]


def _receipt(summary: Summary) -> float:
    return summary.received_at


def is_(service: ServiceId) -> Callable[[ServiceId], bool]:
    return lambda other: other == service


def picks(minutes: Iterable[Minute]) -> Iterator[Pick]:
    """Everything at once, then each node and each edge that there is."""
    yield of_services(lambda service: True)
    seen = {each for minute in minutes for nodes in minute.plus for each in nodes}
    for service in seen:
        yield of_services(is_(service))
        for target in seen:
            yield of_edges(is_(service), is_(target))


def moments(minutes: Iterable[Minute], pick: Pick) -> list[Moment]:
    return [*series(minutes, pick)]


def assert_right(store: Store, documents: list[Received], window: Window) -> None:
    expected = by_brute_force(documents, window)
    for pick in picks(expected):
        assert moments(expected, pick) == moments(store.received(window), pick)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(batches=BATCHES)
def test_each_minute_has_the_figures_of_what_came_in_it(
    open_store: OpenStore, batches: list[list[Received]]
) -> None:
    """After every batch, whatever was taken back in between."""
    arrived: list[Received] = []
    with open_store() as store:
        for batch in batches:
            store.write(batch)
            arrived += batch

            assert_right(store, arrived, ALWAYS)
            assert_right(store, arrived, THIRD_MINUTE)


def test_a_trace_moves_with_its_last_update(store: Store) -> None:
    """And is gone from the minute in which it was seen first."""
    trace = a_trace(NOON + 10)
    late = a_segment(trace_id_of(trace), NOON + 130, name="late")
    every = of_services(lambda service: True)
    store.write(trace)
    before = [each.end for each in moments(store.received(ALWAYS), every)]
    store.write([late])

    assert before == [NOON + 60]
    assert_right(store, [*trace, late], ALWAYS)
    [moved] = moments(store.received(ALWAYS), every)
    assert moved.end == NOON + 180


def test_newest_minutes_come_first_and_empty_ones_not_at_all(store: Store) -> None:
    for minute in (3, 0, 7):
        store.write(a_trace(NOON + minute * 60))

    read = [each.start for each in store.received(Window(NOON, NOON + 420))]

    assert read == [NOON + 180, NOON]


def test_what_retention_removes_is_gone_from_its_minutes(
    open_store: OpenStore,
) -> None:
    """Also where it began in another minute than it was received in."""
    with open_store(Limits(max_age=3600, max_bytes=1 << 40)) as store:
        old = [*a_trace(NOON + 10), *a_trace(NOON + 59.75)]
        new = a_trace(NOON + 3659.75)
        store.write([*old, *new])
        store.prune(NOON + 3720)

        assert_right(store, new, ALWAYS)
