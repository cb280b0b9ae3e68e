"""Lists of summaries: order, pages, windows, and conditions that lose nothing."""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import islice, pairwise, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from xray_local.model.position import Position
from xray_local.model.segment import Received, Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Plan,
    ServiceCondition,
    Topic,
    TopicCondition,
)
from xray_local.store.base import Store
from xray_local.store.matching import admits, moment_of, slowest

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
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

VARIED: list[dict[str, Any]] = [
    {},
    {"took": 3.0},
    {"fault": True, "http": {"response": {"status": 500}}},
    {"error": True, "http": {"response": {"status": 404}}},
    {"error": True, "throttle": True, "http": {"response": {"status": 429}}},
    {"http": {"request": {"url": "http://shop/", "method": "GET"}}},
    {"http": {"request": {"url": "http://shop/é", "method": "PUT"}}},
    {"annotations": {"customer": "Zoë", "items": 3, "paid": True}},
    {"name": "checkout", "annotations": {"customer": "Bo", "items": 3.5}},
]
VALUES: dict[Column, tuple[Scalar, ...]] = {
    Column.RESPONSE_TIME: (0.5, 3, 10**30),
    Column.DURATION: (0.5, 3),
    Column.HTTP_STATUS: (404, 500.0),
    Column.HTTP_URL: ("http://shop/", "http://shop/é"),
    Column.HTTP_METHOD: ("GET",),
    Column.ERROR: (True, False),
    Column.THROTTLE: (True, False),
    Column.FAULT: (True, False),
    Column.PARTIAL: (True, False),
    Column.SLOWEST: (0.5, 3),
}
KNOWN: dict[Column, Callable[[Summary], Any]] = {
    Column.RESPONSE_TIME: operator.attrgetter("response_time"),
    Column.DURATION: operator.attrgetter("duration"),
    Column.HTTP_STATUS: operator.attrgetter("http.status"),
    Column.HTTP_URL: operator.attrgetter("http.url"),
    Column.HTTP_METHOD: operator.attrgetter("http.method"),
    Column.ERROR: lambda each: each.flags.error and not each.flags.throttle,
    Column.THROTTLE: operator.attrgetter("flags.throttle"),
    Column.FAULT: operator.attrgetter("flags.fault"),
    Column.PARTIAL: operator.attrgetter("partial"),
    Column.SLOWEST: slowest,
}
COMPARE: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
}


def test_summaries_come_newest_first_in_pages(store: Store) -> None:
    """Paging neither skips nor repeats, though many traces start at the same time."""
    traces = [a_trace(NOON + second) for second in [3, 1, 2, 1, 3, 1] * 5]
    store.write([document for trace in traces for document in trace])
    expected = sorted(
        ((trace[1].segment.start_time, trace_id_of(trace)) for trace in traces),
        reverse=True,
    )

    paged: list[Summary] = []
    after = None
    while page := list(islice(store.summaries(EVERYTHING, after), 4)):
        paged += page
        after = Position(page[-1].start, page[-1].trace_id)

    assert expected == [(summary.start, summary.trace_id) for summary in paged]


def test_a_long_list_has_no_seams(store: Store) -> None:
    """One iteration over more traces than a store may read at once."""
    traces = [a_trace(NOON + number % 7) for number in range(1300)]
    store.write([document for trace in traces for document in trace])
    found = [(each.start, each.trace_id) for each in store.summaries(EVERYTHING)]

    assert len(set(found)) == 1300
    assert all(newer > older for newer, older in pairwise(found))


def test_pages_by_receipt(store: Store) -> None:
    """For Event windows the moment is the receipt of the last update."""
    early, late = a_trace(NOON, took=30), a_trace(NOON + 10, took=1)
    store.write([*early, *late])
    plan = Plan(ALWAYS, TimeRangeType.EVENT)
    (first,) = islice(store.summaries(plan), 1)
    rest = store.summaries(plan, Position(first.received_at, first.trace_id))

    assert [trace_id_of(early), trace_id_of(late)] == [
        first.trace_id,
        *(each.trace_id for each in rest),
    ]


@pytest.mark.parametrize(
    ("by", "window", "found"),
    [
        (TimeRangeType.TRACE_ID, Window(NOON, NOON + 1), True),
        (TimeRangeType.TRACE_ID, Window(NOON - 1, NOON), False),
        (TimeRangeType.TRACE_ID, Window(NOON + 1, NOON + 60), False),
        (TimeRangeType.EVENT, Window(NOON + 8, NOON + 9), True),
        (TimeRangeType.EVENT, Window(NOON, NOON + 8), False),
        (TimeRangeType.SERVICE, Window(NOON + 4, NOON + 5), True),
        (TimeRangeType.SERVICE, Window(NOON + 8, NOON + 60), True),
        (TimeRangeType.SERVICE, Window(NOON + 9, NOON + 60), False),
        (TimeRangeType.SERVICE, Window(NOON - 60, NOON - 1), False),
    ],
)
def test_each_kind_of_window_is_about_its_own_time(
    store: Store, by: TimeRangeType, window: Window, found: bool
) -> None:
    """Start, receipt of the last update, or any of the segments' own times."""
    trace = a_trace(NOON, took=8)
    store.write(trace)

    assert ([trace_id_of(trace)] if found else []) == ids(store, Plan(window, by))


def test_unfinished_work_may_still_end_in_a_later_window(store: Store) -> None:
    """By service times, a trace in progress is never left out for being early."""
    trace_id = a_trace_id()
    store.write([a_segment(trace_id, took=None)])
    later = Plan(Window(NOON + 600, NOON + 660), TimeRangeType.SERVICE)

    assert [trace_id] == ids(store, later)


def test_column_conditions_never_lose_a_trace(store: Store) -> None:
    """Every column, comparison and value, against the summaries compared one by one."""
    documents = [doc for members in VARIED for doc in a_trace(**members)]
    documents.append(a_segment(a_trace_id(), took=None))
    documents.append(a_segment(a_trace_id(), parent_id=f"{7:016x}"))
    store.write(documents)
    summaries = summaries_of(documents)

    for column, comparison in product(Column, COMPARE):
        for value in VALUES[column]:
            condition = ColumnCondition(column, comparison, value)
            admitted = {
                trace_id
                for trace_id, summary in summaries.items()
                if (known := KNOWN[column](summary)) is not None
                and COMPARE[comparison](known, value)
            }
            found = set(ids(store, Plan(ALWAYS, conditions=(condition,))))

            assert set() == admitted - found, condition


@pytest.mark.parametrize(
    ("condition", "admitted"),
    [
        (ServiceCondition("orders"), [0, 1]),
        (ServiceCondition("checkout"), [1]),
        (AnnotationCondition("customer"), [0, 1]),
        (AnnotationCondition("customer", "Bo"), [1]),
        (AnnotationCondition("items", 3), [0]),
    ],
)
def test_service_and_annotation_conditions_never_lose_a_trace(
    store: Store, condition: ServiceCondition | AnnotationCondition, admitted: list[int]
) -> None:
    """A store may ignore them, it may not misread them."""
    traces = [a_trace(**VARIED[-2]), a_trace(**VARIED[-1])]
    store.write([document for trace in traces for document in trace])
    found = set(ids(store, Plan(ALWAYS, conditions=(condition,))))

    assert set() == {trace_id_of(traces[index]) for index in admitted} - found


def test_a_condition_holds_within_the_window_only(store: Store) -> None:
    """Conditions never widen a window."""
    slow = a_trace(NOON, took=5), a_trace(NOON + 100, took=5)
    store.write([*slow[0], *slow[1]])
    condition = ColumnCondition(Column.RESPONSE_TIME, Comparison.GT, 1)
    plan = Plan(Window(NOON + 50, NOON + 150), conditions=(condition,))

    assert [trace_id_of(slow[1])] == ids(store, plan)


MENTIONED = [
    (ServiceCondition("verb-6"),),
    (ServiceCondition("stock"), AnnotationCondition("category")),
    (AnnotationCondition("category", 2.3),),
    (AnnotationCondition("attempts", True), ServiceCondition("names")),
    (ServiceCondition("verb-6"), ColumnCondition(Column.FAULT, Comparison.EQ, True)),
    (TopicCondition(Topic.FAULT, "verb-6"),),
    (TopicCondition(Topic.ERROR), TopicCondition(Topic.FAULT_CAUSE, "names")),
    (
        AnyOf(((TopicCondition(Topic.THROTTLE),), (AnnotationCondition("attempts"),))),
        ServiceCondition("stock"),
    ),
]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches=BATCHES)
def test_mentions_follow_their_traces(
    open_store: OpenStore, batches: list[list[Received]]
) -> None:
    """Whatever a trace gained or lost while it arrived, lists have it where it is now."""
    arrived = [document for batch in batches for document in batch]
    with open_store() as store:
        for batch in batches:
            store.write(batch)
            store.contents()
        summaries = summaries_of(arrived).values()
        for conditions, by in product(MENTIONED, TimeRangeType):
            plan = Plan(ALWAYS, by, conditions)
            found = list(store.summaries(plan))
            places = [(moment_of(each, by), each.trace_id) for each in found]
            admitted = [each for each in summaries if admits(plan, each)]

            assert all(each in found for each in admitted)
            assert all(newer > older for newer, older in pairwise(places))


@pytest.mark.parametrize("by", TimeRangeType)
def test_the_count_of_a_page_is_what_it_stands_for(
    store: Store, by: TimeRangeType
) -> None:
    """Skipped or not: the counts of all pages add up to the traces of the window."""
    for start in (NOON, NOON + 1, NOON + 1, NOON + 2, NOON + 500):
        store.write(a_trace(start))
    window = Window(NOON - 10, NOON + 100)
    skipping = Plan(window, by, (ServiceCondition("nobody"),))
    listed = [
        Position(moment_of(each, by), each.trace_id)
        for each in store.summaries(Plan(window, by))
    ]

    assert store.count(skipping, None, None) == len(listed) == 4
    for before, last in product(range(-1, 4), range(4)):
        after = None if before < 0 else listed[before]
        assert store.count(skipping, after, listed[last]) == max(0, last - before)
