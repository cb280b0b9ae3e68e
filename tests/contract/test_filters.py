"""Whatever traces and whatever expression: what a store lists is what brute force finds."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock, patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xray_local.clock import ManualClock
from xray_local.ingest.collector import Collector
from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import traces
from xray_local.operations.backend import Backend
from xray_local.query.expression import compile_filter
from xray_local.query.syntax import (
    Annotation,
    Bare,
    CauseKind,
    CausePart,
    CauseSelector,
    Comparison,
    EdgeSelector,
    Keyword,
    NodePattern,
    Operator,
    ServiceSelector,
    Tree,
)
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.traces import NOON, summaries_of
from tests.unit.query.trees import joined, trees

HOUR = 3600
LOOKBACK = 60
"""Seconds that a window of service times is opened before its start."""

WINDOWS = st.sampled_from(
    [
        Window(NOON - HOUR, NOON + HOUR),
        Window(NOON - HOUR, NOON + HOUR),
        Window(NOON, NOON + 60),
        Window(NOON + 0.5, NOON + 119),
        Window(NOON + 59.75, NOON + 59.75),
        Window(NOON + 200, NOON + 300),
    ]
)


def backend(store: Store) -> Backend:
    return Backend(
        store=store,
        settings=store,
        intake=Mock(spec=Collector),
        sampling=Mock(spec=SamplingDesk),
        clock=ManualClock(NOON),
        account="123456789012",
        region="eu-west-1",
    )


def listed(store: Store, window: Window, by: TimeRangeType, text: str) -> Iterator[str]:
    """Page by page, two traces on each."""
    after = None
    with patch.object(traces, "PAGE_TRACES", 2):
        while True:
            page = traces.find_traces(backend(store), window, by, text, after)
            yield from (found.summary.trace_id for found in page.found)
            if page.next is None:
                return
            after = page.next


def lies_in(window: Window, by: TimeRangeType, summary: Summary) -> bool:
    match by:
        case TimeRangeType.TRACE_ID:
            return window.start <= summary.start < window.end
        case TimeRangeType.EVENT:
            return window.start <= summary.received_at < window.end
        case TimeRangeType.SERVICE:
            ends = [(seen.end, seen.settled_end) for seen in summary.occurrences]
            unfinished = any(end is None for end, _ in ends)
            latest = max((last for _, last in ends if last is not None), default=0.0)
            began_before = summary.start <= window.end
            return began_before and (unfinished or latest >= window.start - LOOKBACK)


def brute_force(
    summaries: dict[str, Summary], window: Window, by: TimeRangeType, tree: Tree
) -> list[str]:
    """Every summary is looked at, newest first."""
    ending_in = window if by is TimeRangeType.SERVICE else None
    matches = compile_filter(tree, ending_in=ending_in)
    admitted = [
        (each.received_at if by is TimeRangeType.EVENT else each.start, trace_id)
        for trace_id, each in summaries.items()
        if each.occurrences and lies_in(window, by, each) and matches(each)
    ]
    return [trace_id for _, trace_id in sorted(admitted, reverse=True)]


NAMES = st.sampled_from(["names", "verb-6", "stock"])
NODES = st.builds(NodePattern, NAMES)
FACTS: st.SearchStrategy[Tree] = st.sampled_from(
    [
        *map(Bare, map(Keyword, ("ok", "error", "throttle", "fault"))),
        Bare(Annotation("attempts")),
        Comparison(Annotation("category"), Operator.EQ, 2.3),
        Comparison(Keyword("user"), Operator.EQ, "alice"),
        Comparison(Keyword("responsetime"), Operator.GE, 0.25),
        Comparison(Keyword("http.url"), Operator.ENDSWITH, "/b"),
    ]
)
CAUSES = st.builds(
    CauseSelector,
    st.sampled_from(CauseKind),
    st.just(CausePart.SERVICE),
    NAMES.map(lambda name: Comparison(Keyword("name"), Operator.EQ, name)),
)
LIKELY = joined(
    FACTS
    | CAUSES
    | st.builds(ServiceSelector, st.none() | NODES, st.none() | FACTS)
    | st.builds(EdgeSelector, NODES, NODES, st.none() | FACTS)
)
"""Trees that say what a store has an index for, and that often match."""


@pytest.mark.filterwarnings("default:Generating overly large repr")
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(BATCHES, st.lists(LIKELY | trees(), min_size=10, max_size=20), WINDOWS)
def test_a_list_is_what_brute_force_finds(
    open_store: OpenStore,
    batches: list[list[Received]],
    expressions: list[Tree],
    window: Window,
) -> None:
    """By each kind of time, page by page, however much was settled on the way."""
    arrived: list[Received] = []
    with open_store() as store:
        for batch in batches:
            store.write(batch)
            arrived += batch
            if len(arrived) % 2:
                store.settle(NOON + HOUR)
        summaries = summaries_of(arrived)
        for by in TimeRangeType:
            for tree in expressions:
                expected = brute_force(summaries, window, by, tree)

                assert expected == [*listed(store, window, by, str(tree))], str(tree)
