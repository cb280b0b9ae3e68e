"""The life of a trace: documents come in any order, more than once, and in part.

What the real service did is in tests/data/recorded_documents.json.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.model.segment import Segment
from xray_local.model.trace import assemble, walk

from tests.segments import T, a_segment, a_subsegment
from tests.unit.graph.traces import (
    TRACE_ID,
    a_trace,
    id_of,
    received,
    trace_of_batches,
)

ROOT = id_of("root")
OPEN_ROOT = a_segment("gateway", id=ROOT, end_time=None, in_progress=True)
CLOSED_ROOT = a_segment("gateway", id=ROOT)


def independent(name: str, parent: str = ROOT, **members: Any) -> dict[str, Any]:
    named = {"id": id_of(name), "type": "subsegment", "parent_id": parent}
    return a_subsegment(name, **named | members)


def names(segment: Segment) -> list[str]:
    return [entity.name for entity in walk(segment)]


def test_completion_replaces_what_was_in_progress() -> None:
    trace = trace_of_batches([[OPEN_ROOT], [CLOSED_ROOT]])

    assert [segment.complete for segment in trace.segments] == [True]
    assert (trace.revision, trace.received_at) == (2, T + 1)


def test_the_first_complete_version_wins() -> None:
    """A retry is accepted, changes nothing and is no revision."""
    trace = trace_of_batches([[CLOSED_ROOT], [CLOSED_ROOT | {"name": "retry"}]])

    assert names(trace.segments[0]) == ["gateway"]
    assert (trace.revision, trace.received_at) == (1, T)


def test_a_late_progress_report_does_not_reopen_a_segment() -> None:
    trace = trace_of_batches([[CLOSED_ROOT], [OPEN_ROOT]])

    assert trace.segments[0].complete


def test_documents_of_one_call_are_one_revision() -> None:
    trace = trace_of_batches([[CLOSED_ROOT, a_segment("names")], [a_segment("noun-1")]])

    assert (len(trace.segments), trace.revision) == (3, 2)


def test_nothing_received_is_an_empty_trace() -> None:
    trace = assemble(TRACE_ID, [])

    assert (trace.segments, trace.orphans, trace.revision) == ((), (), 0)


def test_independent_subsegments_are_folded_in_wherever_they_belong() -> None:
    outer = independent("outer")
    inner = independent("inner", parent=id_of("outer"))

    for order in permutations([CLOSED_ROOT, outer, inner]):
        trace = a_trace(*order)
        assert [names(segment) for segment in trace.segments] == [
            ["gateway", "outer", "inner"]
        ]
        assert trace.orphans == ()


def test_a_subsegment_waits_unseen_for_its_parent() -> None:
    """With everything below it."""
    child = independent("outer", subsegments=[a_subsegment("inner")])
    trace = a_trace(child)

    assert trace.segments == ()
    assert [names(orphan) for orphan in trace.orphans] == [["outer", "inner"]]


def test_finished_children_of_an_open_segment_are_kept_when_it_closes() -> None:
    """Also when the closing document no longer mentions them."""
    with_child = OPEN_ROOT | {"subsegments": [a_subsegment("work")]}
    trace = trace_of_batches([[with_child], [CLOSED_ROOT]])

    assert names(trace.segments[0]) == ["gateway", "work"]


def test_an_open_child_is_completed_on_its_own_later() -> None:
    started = a_subsegment("work", id=id_of("work"), end_time=None, in_progress=True)
    trace = trace_of_batches(
        [[CLOSED_ROOT | {"subsegments": [started]}], [independent("work")]]
    )
    (child,) = trace.segments[0].subsegments

    assert child.complete


def test_a_version_that_came_too_late_brings_no_children() -> None:
    """The embedded copy of a finished subsegment is ignored with all that it holds."""
    late = a_subsegment(
        "late", id=id_of("work"), subsegments=[a_subsegment("smuggled")]
    )
    trace = a_trace(independent("work"), CLOSED_ROOT | {"subsegments": [late]})

    assert names(trace.segments[0]) == ["gateway", "work"]


def test_segments_with_a_parent_stay_segments() -> None:
    trace = a_trace(CLOSED_ROOT, a_segment("names", parent_id=ROOT))

    assert [names(segment) for segment in trace.segments] == [["gateway"], ["names"]]


@pytest.mark.parametrize(
    "circle",
    [
        [independent("a", parent=id_of("a"))],
        [independent("a", parent=id_of("b")), independent("b", parent=id_of("a"))],
        [CLOSED_ROOT | {"subsegments": [a_subsegment("self", id=ROOT)]}],
        [OPEN_ROOT | {"subsegments": [a_subsegment("self", id=ROOT)]}],
    ],
)
def test_circles_end(circle: list[dict[str, Any]]) -> None:
    """Nonsense that anyone may send must not hang or break the reader."""
    trace = a_trace(*circle)

    assert all(len(names(segment)) <= 2 for segment in trace.segments)


def test_a_document_that_stands_alone_is_not_rebuilt() -> None:
    """The usual case at ingestion: the tree as it came is the tree."""
    arrived = received(CLOSED_ROOT | {"subsegments": [a_subsegment()]})

    assert assemble(TRACE_ID, [arrived]).segments[0] is arrived.segment


@given(st.permutations(["root", "work", "deeper", "callee"]), st.integers(1, 4))
def test_the_order_and_grouping_of_arrival_do_not_matter(
    order: list[str], cut: int
) -> None:
    """As long as each document comes once."""
    documents = {
        "root": CLOSED_ROOT,
        "work": independent("work"),
        "deeper": independent("deeper", parent=id_of("work")),
        "callee": a_segment("names", id=id_of("names"), parent_id=id_of("deeper")),
    }
    arrived = [documents[label] for label in order]
    trace = trace_of_batches([arrived[:cut], arrived[cut:]])

    assert {tuple(names(segment)) for segment in trace.segments} == {
        ("gateway", "work", "deeper"),
        ("names",),
    }
