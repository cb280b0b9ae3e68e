"""A scan finds what a list finds, and its progress adds up, whatever the store."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import scan
from xray_local.operations.scan import Progress, scan_traces
from xray_local.query.syntax import Tree
from xray_local.store.base import Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.test_filters import WINDOWS, backend, brute_force, written
from tests.contract.traces import NOON, a_trace, summaries_of, trace_id_of
from tests.unit.query.trees import trees

HOUR = 3600
BY = st.sampled_from([TimeRangeType.TRACE_ID, TimeRangeType.EVENT])


def scanned(
    store: Store, window: Window, by: TimeRangeType, text: str, most: int = 1000
) -> tuple[list[str], list[Progress]]:
    """By slices of two traces, each scan taken up where the one before ended."""
    found: list[str] = []
    progress: list[Progress] = []
    after: Position | None = None
    with patch.object(scan, "SLICE", 2):
        while True:
            for step in scan_traces(backend(store), window, by, text, after, most):
                if isinstance(step, Progress):
                    progress.append(step)
                else:
                    found.append(step.summary.trace_id)
            after = progress[-1].next
            if after is None:
                return found, progress


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(BATCHES, trees(), WINDOWS, BY, st.integers(1, 3))
def test_a_scan_finds_what_brute_force_finds(
    open_store: OpenStore,
    batches: list[list[Received]],
    tree: Tree,
    window: Window,
    by: TimeRangeType,
    most: int,
) -> None:
    """In order, though it stops after a few matches and is taken up again."""
    with open_store() as store:
        summaries = summaries_of(written(store, batches))
        expected = brute_force(summaries, window, by, tree)

        assert expected == scanned(store, window, by, str(tree), most)[0]


@pytest.mark.parametrize("expression", ["", 'user = "nobody"', "responsetime > 0.5"])
def test_progress_ends_with_the_whole_window(store: Store, expression: str) -> None:
    """Each step says more than the one before, though nothing may match."""
    quick = [a_trace(NOON + second, took=0.25) for second in range(7)]
    slow = [a_trace(NOON + 900, took=1)]
    store.write([document for trace in [*quick, *slow] for document in trace])
    window = Window(NOON - HOUR, NOON + HOUR)
    found, progress = scanned(store, window, TimeRangeType.TRACE_ID, expression)
    steps = [each.scanned for each in progress]

    assert sorted(steps) == steps
    assert progress[-1] == Progress(scanned=8, traces=8, matches=len(found))
    assert {"": 8, 'user = "nobody"': 0, "responsetime > 0.5": 1}[expression] == len(
        found
    )


def test_the_newest_comes_before_the_rest_is_read(store: Store) -> None:
    """A scan that is stopped reads no further."""
    traces = [a_trace(NOON + 60 * minute) for minute in range(20)]
    store.write([document for trace in traces for document in trace])
    window = Window(NOON - HOUR, NOON + HOUR)
    with (
        patch.object(scan, "SLICE", 2),
        patch.object(store, "summaries", wraps=store.summaries) as read,
    ):
        steps = scan_traces(backend(store), window, TimeRangeType.TRACE_ID, "")
        first = next(steps)
        looked_at = read.call_count

    assert not isinstance(first, Progress)
    assert trace_id_of(traces[-1]) == first.summary.trace_id
    assert looked_at < 10
