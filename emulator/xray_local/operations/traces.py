"""Put segments in, find traces, open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from xray_local.errors import InvalidRequest
from xray_local.graph.inferred import inferred_segments
from xray_local.graph.summarise import summarise
from xray_local.model.ids import trace_id_from
from xray_local.model.inferred import InferredSegment
from xray_local.model.position import Position
from xray_local.model.segment import Received, bytes_of
from xray_local.model.summary import Call, Occurrence, Summary
from xray_local.model.trace import MAX_TRACE_BYTES, Trace, assemble
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
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

    @property
    def limit_exceeded(self) -> bool:
        """X-Ray would have dropped parts of it; here it is whole."""
        return bytes_of(self.documents) > MAX_TRACE_BYTES


def open_traces(backend: Backend, trace_ids: Sequence[str]) -> list[OpenedTrace]:
    """The traces that exist among these; at most five ids, no id twice."""
    if len(trace_ids) > MAX_TRACE_IDS:
        raise InvalidRequest(f"Exceeding maximum query size: {MAX_TRACE_IDS}")
    if len(set(trace_ids)) < len(trace_ids):
        raise InvalidRequest("Containing duplicate trace ids")
    asked = dict.fromkeys(map(asked_trace_id, trace_ids))
    opened = (open_trace(backend, trace_id) for trace_id in asked)
    return [trace for trace in opened if trace is not None]


def asked_trace_id(text: str) -> str:
    """X-Ray's form of a trace id; beyond X-Ray, W3C's is understood, too."""
    trace_id = trace_id_from(text)
    if trace_id is None:
        raise InvalidRequest(f"Invalid trace id {text}: incorrect id format")
    return trace_id


def open_trace(backend: Backend, trace_id: str) -> OpenedTrace | None:
    """None for an id that was never sent."""
    documents = backend.store.documents(trace_id)
    if not documents:
        return None
    trace = assemble(trace_id, documents)
    return OpenedTrace(
        trace, documents, inferred_segments(trace), summarise(trace).duration
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A trace that the filter admits, and what its selector matched."""

    summary: Summary
    service: Occurrence | None
    edge: Call | None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `next` is where to go on, None at the end of the window.

    `scanned` counts the traces that the page stands for, those that did not match and
    those that the store could skip among them; of a share about that share.
    `approximate_time` is the second from which the window was read.
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
    share: float = 1.0,
) -> Page:
    """One page of the traces in the window that the expression admits.

    Of a `share` below 1 the same traces are looked at each time. Raises ExpressionError,
    or InvalidRequest for a window that is none. A page can be empty and still have a next
    one: a page looks at a bounded number of traces.
    """
    check_window(backend, window, MAX_RANGE_SECONDS, "24 hours")
    tree = fill_groups(parse(expression), expression, groups.references(backend))
    plan = plan_of(tree, window, by)
    summaries = backend.store.summaries(plan, after)
    found, upto = _read_page(summaries, matcher(tree, window, by, share), by)
    passed = backend.store.count(plan, after, upto)
    return Page(
        found,
        scanned=max(len(found), round(passed * share)),
        approximate_time=float(int(plan.window.start)),
        next=upto,
    )


def matcher(
    tree: Tree, window: Window, by: TimeRangeType, share: float = 1.0
) -> Callable[[Summary], Found | None]:
    """By segment times, a selector asks for the end of what it picks."""
    ending_in = window if by is TimeRangeType.SERVICE else None
    admits = compile_filter(tree, ending_in=ending_in)
    find = compile_finder(tree, ending_in=ending_in) if ending_in else None

    def match(summary: Summary) -> Found | None:
        if share < 1 and crc32(summary.trace_id.encode()) >= share * 2**32:
            return None
        if not admits(summary):
            return None
        picked = find(summary) if find else None
        return Found(
            summary,
            service=picked if isinstance(picked, Occurrence) else None,
            edge=picked if isinstance(picked, Call) else None,
        )

    return match


def _read_page(
    summaries: Iterator[Summary],
    match: Callable[[Summary], Found | None],
    by: TimeRangeType,
) -> tuple[list[Found], Position | None]:
    """Until the page is full or enough were looked at; and where to go on."""
    found: list[Found] = []
    for scanned, summary in enumerate(summaries, start=1):
        admitted = match(summary)
        if admitted is not None:
            found.append(admitted)
        if len(found) == PAGE_TRACES or scanned == SCANNED_PER_PAGE:
            return found, position_of(summary, by)
    return found, None


def position_of(summary: Summary, by: TimeRangeType) -> Position:
    event = by is TimeRangeType.EVENT
    moment = summary.received_at if event else summary.start
    return Position(moment, summary.trace_id)


def check_window(backend: Backend, window: Window, longest: float, named: str) -> None:
    """Raises InvalidRequest for a window that runs backwards or is too long.

    When X-Ray Local is relaxed, none is too long.
    """
    check_order(window)
    if window.end - window.start > longest and not backend.relaxed:
        raise InvalidRequest(f"Time range cannot be longer than {named}")


def check_order(window: Window) -> None:
    """Raises InvalidRequest for a window that runs backwards."""
    if window.end < window.start:
        raise InvalidRequest("End time cannot be earlier than start time")
