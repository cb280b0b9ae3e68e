"""Whatever traces and whatever expression: what a store lists is what brute force finds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from unittest.mock import Mock, patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xray_local.clock import ManualClock
from xray_local.ingest.collector import Collector
from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import traces
from xray_local.operations.backend import Backend
from xray_local.query.expression import compile_filter, parse
from xray_local.query.syntax import Tree
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.traces import NOON, summaries_of
from tests.unit.query.trees import trees

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


FACTS = (
    *("ok", "!ok", "error", "throttle", "fault", "error OR fault"),
    *("annotation.attempts", "annotation.category = 2.3", 'user = "alice"'),
    *("responsetime >= 0.25", 'http.url ENDSWITH "/b"', "http.status = 500"),
)
PLACES = (
    *("service() { %s }", 'service("names") { %s }', 'service("verb-6") { %s }'),
    *('edge("names", "verb-6") { %s }', "%s", "(%s) OR throttle"),
)
INDEXED = (
    *(place % fact for place, fact in product(PLACES, FACTS)),
    'rootcause.fault.service { name = "names" }',
    'rootcause.error.service { name = "verb-6" }',
)
"""What a store has an index for."""


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(BATCHES, st.lists(trees(), max_size=12), WINDOWS)
def test_a_list_is_what_brute_force_finds(
    open_store: OpenStore,
    batches: list[list[Received]],
    expressions: list[Tree],
    window: Window,
) -> None:
    """By each kind of time, page by page, however much was settled on the way."""
    with open_store() as store:
        summaries = summaries_of(written(store, batches))
        for by, tree in product(TimeRangeType, expressions):
            expected = brute_force(summaries, window, by, tree)

            assert expected == [*listed(store, window, by, str(tree))], str(tree)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(BATCHES, st.sampled_from(TimeRangeType))
def test_what_has_an_index_is_what_brute_force_finds(
    open_store: OpenStore, batches: list[list[Received]], by: TimeRangeType
) -> None:
    """Each sort of word and column, so that none is missed by chance."""
    window = Window(NOON - HOUR, NOON + HOUR)
    with open_store() as store:
        summaries = summaries_of(written(store, batches))
        for text in INDEXED:
            expected = brute_force(summaries, window, by, parse(text))

            assert expected == [*listed(store, window, by, text)], text


def written(store: Store, batches: list[list[Received]]) -> list[Received]:
    """Everything, after it was written in parts and some of it was settled."""
    arrived: list[Received] = []
    for batch in batches:
        store.write(batch)
        arrived += batch
        if len(arrived) % 2:
            store.settle(NOON + HOUR)
    return arrived
