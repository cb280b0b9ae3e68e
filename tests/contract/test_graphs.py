"""Graphs of any window, under any order of arrival: the sum of the summaries there are."""

from __future__ import annotations

from itertools import product

from hypothesis import HealthCheck, given, settings
from xray_local.graph.graph import graph_of
from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.model.window import Window
from xray_local.store.base import Selection, Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.traces import (
    ALWAYS,
    NOON,
    a_call,
    a_segment,
    a_trace,
    a_trace_id,
    summaries_of,
    trace_id_of,
)


def test_a_graph_is_of_the_traces_that_start_in_its_window(store: Store) -> None:
    """To the instant, at both ends, in the middle of minutes."""
    traces = [a_trace(NOON + second) for second in range(0, 300, 7)]
    store.write([document for trace in traces for document in trace])
    summaries = summaries_of(document for trace in traces for document in trace)

    for start, end in product(range(0, 300, 35), range(0, 340, 35)):
        window = Window(NOON + start, NOON + end)
        inside = (each for each in summaries.values() if each.start in window)

        assert graph_of(inside) == store.graph(window), (start, end)


def test_bounds_are_right_when_the_latest_trace_moves(store: Store) -> None:
    """A parent that arrives last and began earlier takes its trace to another time."""
    settled = a_trace(NOON + 10)
    trace_id = a_trace_id()
    call = a_call(NOON + 19)
    child = a_segment(trace_id, NOON + 20, name="orders", parent_id=call["id"])
    parent = a_segment(trace_id, NOON - 1, took=22, subsegments=[call])
    store.write([*settled, child])
    store.graph(ALWAYS)
    store.write([parent])
    expected = graph_of(summaries_of([*settled, child, parent]).values())
    this_minute = Window(NOON, NOON + 60)

    assert expected == store.graph(ALWAYS)
    assert graph_of(summaries_of(settled).values()) == store.graph(this_minute)


def test_a_late_change_is_in_every_graph_that_was_kept(open_store: OpenStore) -> None:
    """Two hours of traces at rest, read in windows that hold fives, quarters, hours."""
    start = NOON - NOON % 3600
    traces = [a_trace(start + second) for second in range(0, 7200, 50)]
    documents = [document for trace in traces for document in trace]
    windows = [
        Window(start + 60 * first, start + 60 * last)
        for first, last in [(0, 120), (0, 60), (1, 119), (5, 20), (14, 77), (60, 61)]
    ]
    with open_store() as store:
        store.write(documents)
        for late in (start + 30, start + 3601, start + 7199):
            for seconds in range(100):
                store.settle(start + 10_000 + seconds)
            for window in windows:
                store.graph(window)
            changed = a_segment(trace_id_of(traces[0]), late, name="late")
            documents.append(changed)
            store.write([changed])
            summaries = summaries_of(documents).values()
            for window in windows:
                inside = (each for each in summaries if each.start in window)

                assert graph_of(inside) == store.graph(window), window


WINDOWS = [
    ALWAYS,
    Window(NOON, NOON + 60),
    Window(NOON - 30, NOON + 45),
    Window(NOON + 0.5, NOON + 59.9),
    Window(NOON + 60, NOON),
]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(batches=BATCHES)
def test_a_graph_is_the_sum_of_its_summaries(
    open_store: OpenStore, batches: list[list[Received]]
) -> None:
    """After every batch, in every window, whatever was taken back in between."""
    arrived: list[Received] = []
    with open_store() as store:
        for number, batch in enumerate(batches):
            store.write(batch)
            arrived += batch
            for seconds in (0, *range(100, 120)):  # so that sums come to rest
                store.settle(NOON + number * 300 + seconds)
            summaries = summaries_of(arrived).values()
            for window in WINDOWS:
                inside = (each for each in summaries if each.start in window)

                assert graph_of(inside) == store.graph(window), window


def failed(summary: Summary) -> bool:
    return summary.flags.fault


FAULTS = Selection("faults", failed)
REST = Selection("rest", lambda summary: not failed(summary))


@given(BATCHES)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_a_selections_graph_is_of_what_it_admits(
    open_store: OpenStore, batches: list[list[Received]]
) -> None:
    """Asked for again and again while traces change, whatever was kept in between."""
    with open_store() as store:
        known: list[Received] = []
        for batch in batches:
            store.write(batch)
            known += batch
            for window, selection in product(WINDOWS, (FAULTS, REST, None)):
                chosen = (
                    each
                    for each in summaries_of(known).values()
                    if each.start in window
                    and (selection is None or selection.admits(each))
                )

                assert graph_of(chosen) == store.graph(window, selection)
