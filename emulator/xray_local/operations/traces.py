"""Put segments in, find traces, open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from xray_local.errors import InvalidRequest
from xray_local.graph.graph import Graph, graph_of
from xray_local.graph.inferred import inferred_segments
from xray_local.graph.summarise import summarise
from xray_local.model.ids import is_trace_id
from xray_local.model.inferred import InferredSegment
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.summary import Call, Occurrence, Summary
from xray_local.model.trace import Trace, assemble
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations.backend import Backend
from xray_local.query.expression import (
    Tree,
    compile_filter,
    compile_finder,
    fill_groups,
    parse,
    plan_of,
)

MAX_TRACE_IDS = 5
MAX_RANGE_SECONDS = 24 * 3600
PAGE_TRACES = 200
SCANNED_PER_PAGE = 20_000

GROUPS = {"Default": ""}
"""The one group that always exists: every trace is in it."""


def put_segments(
    backend: Backend, accepted: Sequence[Received], rejected: Sequence[str]
) -> None:
    """Store a call's accepted documents: they are visible when it returns.

    `rejected` are the codes of the call's other documents. Raises Overloaded when the
    queue is full: nothing was taken.
    """
    backend.intake.submit(accepted, rejected).result()


@dataclass(frozen=True, slots=True)
class OpenedTrace:
    """A trace with the documents that made it and what was inferred."""

    trace: Trace
    documents: Sequence[Received]
    inferred: Sequence[InferredSegment]
    duration: float | None


def open_traces(backend: Backend, trace_ids: Sequence[str]) -> list[OpenedTrace]:
    """The traces that exist among these; at most five ids, no id twice."""
    if len(trace_ids) > MAX_TRACE_IDS:
        raise InvalidRequest(f"Exceeding maximum query size: {MAX_TRACE_IDS}")
    if len(set(trace_ids)) < len(trace_ids):
        raise InvalidRequest("Containing duplicate trace ids")
    for trace_id in trace_ids:
        if not is_trace_id(trace_id):
            raise InvalidRequest(f"Invalid trace id {trace_id}: incorrect id format")
    opened = (_open(backend, trace_id) for trace_id in trace_ids)
    return [trace for trace in opened if trace is not None]


def _open(backend: Backend, trace_id: str) -> OpenedTrace | None:
    documents = backend.store.documents(trace_id)
    if not documents:
        return None
    trace = assemble(trace_id, documents)
    return OpenedTrace(
        trace, documents, inferred_segments(trace), summarise(trace).duration
    )


def trace_graph(backend: Backend, trace_ids: Sequence[str]) -> Graph:
    """The graph of one trace."""
    if not trace_ids:
        raise InvalidRequest("Zero trace ids provided")
    if len(trace_ids) > 1:
        raise InvalidRequest("Currently only one trace Id is supported")
    if not is_trace_id(trace_ids[0]):
        raise InvalidRequest("Invalid traceId. ErrorCode: InvalidId")
    summary = backend.store.summary(trace_ids[0])
    if summary is None:
        raise InvalidRequest("Trace id not found")
    return graph_of([summary])


@dataclass(frozen=True, slots=True)
class Found:
    """A trace that the filter admits, and what its selector matched."""

    summary: Summary
    service: Occurrence | None
    edge: Call | None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `next` is where to go on, None at the end of the window.

    `scanned` counts the traces looked at. `approximate_time` is the second from which
    the window was read.
    """

    found: list[Found]
    scanned: int
    approximate_time: float
    next: Position | None


def find_traces(
    backend: Backend,
    window: Window,
    by: TimeRangeType,
    expression: str,
    after: Position | None = None,
) -> Page:
    """One page of the traces in the window that the expression admits.

    Raises ExpressionError, or InvalidRequest for a window that is none. A page can be
    empty and still have a next one: a page looks at a bounded number of traces.
    """
    check_window(window, MAX_RANGE_SECONDS, "24 hours")
    tree = fill_groups(parse(expression), expression, GROUPS)
    plan = plan_of(tree, window, by)
    page = _Pager(_matcher(tree, window, by)).read(
        backend.store.summaries(plan, after), by
    )
    return replace(page, approximate_time=float(int(plan.window.start)))


def _matcher(
    tree: Tree, window: Window, by: TimeRangeType
) -> Callable[[Summary], Found | None]:
    """By segment times, a selector asks for the end of what it picks."""
    ending_in = window if by is TimeRangeType.SERVICE else None
    admits = compile_filter(tree, ending_in=ending_in)
    find = compile_finder(tree, ending_in=ending_in) if ending_in else None

    def match(summary: Summary) -> Found | None:
        if not admits(summary):
            return None
        picked = find(summary) if find else None
        return Found(
            summary,
            service=picked if isinstance(picked, Occurrence) else None,
            edge=picked if isinstance(picked, Call) else None,
        )

    return match


class _Pager:
    """Reads summaries until the page is full or enough were looked at."""

    def __init__(self, match: Callable[[Summary], Found | None]) -> None:
        self._match = match

    def read(self, summaries: Iterator[Summary], by: TimeRangeType) -> Page:
        found: list[Found] = []
        scanned = 0
        for summary in summaries:
            scanned += 1
            match = self._match(summary)
            if match is not None:
                found.append(match)
            if len(found) == PAGE_TRACES or scanned == SCANNED_PER_PAGE:
                return Page(found, scanned, 0.0, _position(summary, by))
        return Page(found, scanned, 0.0, None)


def _position(summary: Summary, by: TimeRangeType) -> Position:
    event = by is TimeRangeType.EVENT
    moment = summary.received_at if event else summary.start
    return Position(moment, summary.trace_id)


def check_window(window: Window, longest: float, named: str) -> None:
    """Raises InvalidRequest for a window that runs backwards or is too long."""
    if window.end < window.start:
        raise InvalidRequest("End time cannot be earlier than start time")
    if window.end - window.start > longest:
        raise InvalidRequest(f"Time range cannot be longer than {named}")
