"""One trace examined: from its documents to what is missing or odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xray_local.graph.annotations import (
    MAX_INDEXED,
    MAX_VALUE,
    AnnotationIndex,
    is_indexed,
)
from xray_local.graph.facts import MAX_TEXT
from xray_local.model.rejected import RejectedDocument
from xray_local.model.segment import Received, Segment, bytes_of
from xray_local.model.trace import MAX_TRACE_BYTES, Trace, assemble, walk
from xray_local.operations.doctor.finding import Finding
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

SKEW_SECONDS = 0.005
"""A child this much before its parent: more than clocks of one machine differ by."""

AHEAD_SECONDS = 1.0
LATE_SECONDS = 300.0
IN_PROGRESS_SECONDS = 60.0
SHOWN_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class TraceFacts:
    """`oldest` is the start of the oldest trace left, None unless some were removed.

    `address` is where programs should send.
    """

    trace_id: str
    documents: Sequence[Received]
    rejected: Sequence[RejectedDocument]
    oldest: float | None
    address: str
    now: float


def examine_trace(facts: TraceFacts) -> list[Finding]:
    """In the order in which to look at them; `TraceIsWell` alone if nothing is found."""
    rejected = [
        TraceRejected(each)
        for each in facts.rejected
        if each.trace_id == facts.trace_id
    ]
    if not facts.documents:
        return [TraceUnknown(facts.trace_id, facts.address), *rejected, *_pruned(facts)]
    trace = assemble(facts.trace_id, facts.documents)
    found: list[Finding] = [
        *rejected,
        *_orphans(trace),
        *_shape(trace),
        *_unfinished(trace, facts.now),
        *_skew(trace),
        *_receipt(facts.documents),
        *_annotations(trace),
        *_texts(trace),
        *_documents(facts.documents),
    ]
    return _a_few_of_each(found) or [TraceIsWell(len(trace.segments))]


def _a_few_of_each(found: Sequence[Finding]) -> list[Finding]:
    """A trace of a thousand segments repeats its one mistake a thousand times."""
    kinds = Counter(type(each) for each in found)
    kept: list[Finding] = []
    for kind, count in kinds.items():
        kept += [each for each in found if type(each) is kind][:SHOWN_OF_A_KIND]
        if count > SHOWN_OF_A_KIND:
            kept.append(MoreOfTheSame(kind.__name__, count - SHOWN_OF_A_KIND))
    return kept


def _pruned(facts: TraceFacts) -> Iterator[Finding]:
    began = float(int(facts.trace_id.split("-", 2)[1], 16))
    if facts.oldest is not None and began < facts.oldest:
        yield TracePruned(began, facts.oldest)


def _orphans(trace: Trace) -> Iterator[Finding]:
    if trace.orphans:
        names = tuple(each.name for each in trace.orphans)
        parents = tuple(dict.fromkeys(each.parent_id or "" for each in trace.orphans))
        yield Orphans(names, parents, alone=not trace.segments)


def _shape(trace: Trace) -> Iterator[Finding]:
    known = {entity.id for top in trace.segments for entity in walk(top)}
    for segment in trace.segments:
        if segment.parent_id is not None and segment.parent_id not in known:
            yield ParentMissing(segment.name, segment.parent_id)
    roots = [each.name for each in trace.segments if each.parent_id is None]
    if trace.segments and not roots:
        yield RootMissing()
    elif len(roots) > 1:
        yield SeveralRoots(tuple(roots))


def _unfinished(trace: Trace, now: float) -> Iterator[Finding]:
    for segment in trace.segments:
        for entity in walk(segment):
            if not entity.complete and now - entity.start_time > IN_PROGRESS_SECONDS:
                yield StillInProgress(entity.name, now - entity.start_time)


def _skew(trace: Trace) -> Iterator[Finding]:
    """Between segments, and within one between a subsegment and what holds it."""
    entities = {entity.id: entity for top in trace.segments for entity in walk(top)}
    for entity in entities.values():
        for child in entity.subsegments:
            yield from _before(child, entity)
    for segment in trace.segments:
        caller = entities.get(segment.parent_id or "")
        if caller is not None:
            yield from _before(segment, caller)


def _before(child: Segment, parent: Segment) -> Iterator[Finding]:
    early = parent.start_time - child.start_time
    if early > SKEW_SECONDS:
        yield ChildBeforeParent(child.name, parent.name, early)


def _receipt(documents: Sequence[Received]) -> Iterator[Finding]:
    for received in documents:
        segment = received.segment
        ahead = segment.start_time - received.received_at
        if ahead > AHEAD_SECONDS:
            yield ClockAhead(segment.name, ahead)
        elif segment.end_time is not None:
            late = received.received_at - segment.end_time
            if late > LATE_SECONDS:
                yield ReceivedLate(segment.name, late)


def _annotations(trace: Trace) -> Iterator[Finding]:
    index = AnnotationIndex()
    keys: dict[str, None] = {}
    for top in trace.segments:
        for entity in walk(top):
            index.add(entity.annotations, {})
            keys |= dict.fromkeys(entity.annotations)
    bad = tuple(key for key in keys if not is_indexed(key))
    if bad:
        yield KeysNotIndexed(bad)
    if index.left_out:
        yield TooManyAnnotations(index.left_out, MAX_INDEXED)


def _texts(trace: Trace) -> Iterator[Finding]:
    long: dict[str, None] = {}
    for top in trace.segments:
        for entity in walk(top):
            long |= dict.fromkeys(_long_texts(entity))
    if long:
        yield LongTexts(tuple(long))


def _long_texts(entity: Segment) -> Iterator[str]:
    """By their places in a document."""
    request = None if entity.http is None else entity.http.request
    if request is not None:
        for member in request.__struct_fields__:
            if len(getattr(request, member) or "") > MAX_TEXT:
                yield f"http.request.{member}"
    if len(entity.user or "") > MAX_TEXT:
        yield "user"
    for key, value in entity.annotations.items():
        if isinstance(value, str) and len(value) > MAX_VALUE:
            yield f"annotations.{key}"


def _documents(documents: Sequence[Received]) -> Iterator[Finding]:
    complete: dict[str, bytes] = {}
    repeated = []
    for received in documents:
        segment = received.segment
        first = complete.get(segment.id)
        if first is None and segment.complete:
            complete[segment.id] = received.document
        elif first is not None and first != received.document:
            repeated.append(segment.name)
    if repeated:
        yield Repeated(tuple(repeated))
    size = bytes_of(documents)
    if size > MAX_TRACE_BYTES:
        yield Oversize(size, MAX_TRACE_BYTES)
