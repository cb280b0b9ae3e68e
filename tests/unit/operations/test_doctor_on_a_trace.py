"""One trace examined: what is missing or odd is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from xray_local.model.rejected import RejectedDocument, Transport
from xray_local.model.segment import Received
from xray_local.operations.doctor.finding import Finding, Severity
from xray_local.operations.doctor.trace import TraceFacts, examine_trace
from xray_local.operations.doctor.trace_findings import (
    ChildBeforeParent,
    ClockAhead,
    KeysNotIndexed,
    LongTexts,
    MoreOfTheSame,
    Orphans,
    Oversize,
    ParentMissing,
    ReceivedLate,
    Repeated,
    RootMissing,
    SeveralRoots,
    StillInProgress,
    TooManyAnnotations,
    TraceIsWell,
    TracePruned,
    TraceRejected,
    TraceUnknown,
)
from xray_local.wire.documents import accept

from tests.segments import T, a_segment, a_subsegment, a_trace_id, an_id, as_bytes

TRACE = a_trace_id()
NOW = T + 2.0
ADDRESS = "127.0.0.1:2000"

Document = dict[str, Any]


def examined(
    *documents: Document, now: float = NOW, received_at: float = T + 1.5
) -> list[Finding]:
    return examine_trace(
        facts(*(accept(as_bytes(each), received_at) for each in documents), now=now)
    )


def facts(
    *documents: Received,
    now: float = NOW,
    rejected: tuple[RejectedDocument, ...] = (),
    oldest: float | None = None,
) -> TraceFacts:
    return TraceFacts(TRACE, documents, rejected, oldest, ADDRESS, now)


def a_root(**members: Any) -> Document:
    return a_segment("names", trace_id=TRACE, **members)


def a_callee(call: Document, **members: Any) -> Document:
    return a_segment(
        "adjective-4",
        **{
            "trace_id": TRACE,
            "parent_id": call["id"],
            "start_time": T + 0.3,
            "end_time": T + 0.6,
        }
        | members,
    )


def a_call(**members: Any) -> Document:
    return a_subsegment("adjective-4", namespace="remote", **members)


def test_a_sound_trace_is_well() -> None:
    call = a_call()

    found = examined(a_root(subsegments=[call]), a_callee(call))

    assert found == [TraceIsWell(segments=2)]


PARENT = an_id()

# what is odd about a trace -> its documents, and what is found
ODD: dict[str, tuple[Callable[[], list[Document]], list[Finding]]] = {
    "orphans alone": (
        lambda: [
            a_subsegment("work", type="subsegment", trace_id=TRACE, parent_id=PARENT)
        ],
        [Orphans(("work",), (PARENT,), alone=True)],
    ),
    "orphans beside a root": (
        lambda: [
            a_root(),
            a_subsegment("work", type="subsegment", trace_id=TRACE, parent_id=PARENT),
        ],
        [Orphans(("work",), (PARENT,), alone=False)],
    ),
    "a caller that is missing": (
        lambda: [a_callee({"id": PARENT})],
        [ParentMissing("adjective-4", PARENT), RootMissing()],
    ),
    "two roots": (
        lambda: [a_root(), a_segment("verb-1", trace_id=TRACE)],
        [SeveralRoots(("names", "verb-1"))],
    ),
    "keys that cannot be asked for": (
        lambda: [a_root(annotations={"my-key": 1, "fine.key": 2, "é": 3})],
        [KeysNotIndexed(("my-key", "é"))],
    ),
    "texts longer than are indexed": (
        lambda: [
            a_root(
                user="u" * 250,
                http={"request": {"url": "u" * 251, "method": "GET"}},
                annotations={"long": "v" * 1_001, "fits": "v" * 1_000},
            )
        ],
        [LongTexts(("http.request.url", "annotations.long"))],
    ),
    "more annotations than are indexed": (
        lambda: [
            a_root(annotations={f"key{number}": number for number in range(52)}),
        ],
        [TooManyAnnotations(2, 50)],
    ),
    "a child embedded before its parent": (
        lambda: [a_root(subsegments=[a_subsegment("work", start_time=T - 1)])],
        [ChildBeforeParent("work", "names", 1.0)],
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_odd_is_found_and_nothing_else(what: str) -> None:
    documents, expected = ODD[what]

    assert examined(*documents()) == expected


def test_clocks_that_differ_show_between_caller_and_callee() -> None:
    call = a_call()
    early = a_callee(call, start_time=T - 0.75)

    [found] = examined(a_root(subsegments=[call]), early)

    assert found == ChildBeforeParent("adjective-4", "adjective-4", 1.0)
    assert "starts 1.000 s before" in found.sentence


def test_work_that_never_ended_is_found_once_it_is_long() -> None:
    document = a_root(end_time=None, in_progress=True)

    assert examined(document) == [TraceIsWell(1)]
    assert examined(document, now=T + 90) == [StillInProgress("names", 90.0)]


def test_a_senders_clock_is_held_against_the_time_of_receipt() -> None:
    assert examined(a_root(), received_at=T - 60) == [ClockAhead("names", 60.0)]
    assert examined(a_root(), received_at=T + 601) == [ReceivedLate("names", 600.0)]


def test_a_second_document_under_a_complete_id_is_found_unless_it_is_the_same() -> None:
    document = a_root()

    assert examined(document, document) == [TraceIsWell(1)]
    assert examined(document, {**document, "name": "other"}) == [Repeated(("other",))]


def test_an_update_of_work_in_progress_is_no_repetition() -> None:
    begun = a_root(end_time=None, in_progress=True)
    ended = {**begun, "end_time": T + 1, "in_progress": False}

    assert examined(begun, ended) == [TraceIsWell(1)]


def test_a_trace_larger_than_x_ray_keeps_is_found() -> None:
    root = a_root()
    work = [
        a_subsegment(
            type="subsegment",
            trace_id=TRACE,
            parent_id=root["id"],
            metadata={"x": "y" * 60_000},
        )
        for _ in range(9)
    ]

    [found] = examined(root, *work)

    assert isinstance(found, Oversize)
    assert found.size > found.limit


def test_one_mistake_made_a_hundred_times_is_told_a_few_times() -> None:
    callees = [a_callee({"id": PARENT}) for _ in range(100)]

    found = examined(a_root(), *callees)

    assert found == [ParentMissing("adjective-4", PARENT)] * 5 + [
        MoreOfTheSame("ParentMissing", 95)
    ]


def a_rejection(trace_id: str) -> RejectedDocument:
    return RejectedDocument(
        T,
        "10.0.0.7:51",
        Transport.UDP,
        "SegmentTooLarge",
        "",
        None,
        trace_id,
        70_000,
        "",
    )


def test_of_an_unknown_trace_its_rejected_documents_are_told() -> None:
    mine, other = a_rejection(TRACE), a_rejection(a_trace_id())

    found = examine_trace(facts(rejected=(mine, other)))

    assert found == [TraceUnknown(TRACE, ADDRESS), TraceRejected(mine)]
    assert "10.0.0.7:51" in found[1].sentence
    assert "at most 64 KB" in found[1].sentence


def test_of_an_unknown_trace_retention_is_suspected_only_if_it_removed_any() -> None:
    assert examine_trace(facts(oldest=T + 1)) == [
        TraceUnknown(TRACE, ADDRESS),
        TracePruned(T, T + 1),
    ]
    assert examine_trace(facts(oldest=T - 1)) == [TraceUnknown(TRACE, ADDRESS)]


def test_every_finding_says_something_and_how_grave_it_is() -> None:
    every: list[Finding] = [
        *(each for _, found in ODD.values() for each in found),
        StillInProgress("names", 90.0),
        ClockAhead("names", 60.0),
        ReceivedLate("names", 600.0),
        Repeated(("other",)),
        Oversize(600_000, 500_000),
        TraceIsWell(1),
    ]

    for finding in every:
        assert finding.sentence.endswith(".")
        assert finding.severity in Severity
