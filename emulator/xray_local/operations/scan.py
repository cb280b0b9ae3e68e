"""A list that tells how far it has come, and that can be stopped.

The window is read in slices, newest first, of some thousands of traces each. Whoever
iterates decides whether to go on: nothing is read ahead, and what is read for one step is
bounded. So the window may be of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from xray_local.errors import InvalidRequest
from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.traces import (
    Found,
    check_order,
    matcher,
    position_of,
)
from xray_local.query.expression import fill_groups, parse, plan_of
from xray_local.query.plan import Plan
from xray_local.store.base import Reader

SLICE = 5_000
"""Traces, about: some hundredths of a second."""

MOST_MATCHES = 1_000
_NARROWEST = 0.001
"""Seconds: a slice that cannot be made narrower may have any number of traces."""


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of the window's `traces` have been read, and so many matched.

    `next` is where another scan goes on, None at the end of the window.
    """

    scanned: int
    traces: int
    matches: int
    next: Position | None = None


def scan_traces(
    backend: Backend,
    window: Window,
    by: TimeRangeType,
    expression: str,
    after: Position | None = None,
    most: int = MOST_MATCHES,
) -> Iterator[Found | Progress]:
    """Matches, newest first, and progress after each slice; the end is the last progress.

    Raises ExpressionError, or InvalidRequest, before anything is read.
    """
    check_order(window)
    if by is TimeRangeType.SERVICE:
        raise InvalidRequest(
            "A scan goes by TraceId or by Event: segments' own times have no order"
        )
    if not 1 <= most <= MOST_MATCHES:
        raise InvalidRequest(f"A scan lists 1 to {MOST_MATCHES} matches, not {most}")
    tree = fill_groups(parse(expression), expression, groups.references(backend))
    plan, match = plan_of(tree, window, by), matcher(tree, window, by)
    return _steps(backend.store, plan, match, after, most)


def _steps(
    store: Reader,
    plan: Plan,
    match: Callable[[Summary], Found | None],
    after: Position | None,
    most: int,
) -> Iterator[Found | Progress]:
    scanned = matches = 0
    traces = store.count(plan, after, None)
    for part, there in _slices(store, plan, after, traces):
        for summary in store.summaries(part, after):
            found = match(summary)
            if found is None:
                continue
            matches += 1
            yield found
            if matches == most:
                last = position_of(summary, plan.by)
                scanned += store.count(part, after, last)
                yield Progress(scanned, traces, matches, last)
                return
        scanned += there
        begin = part.window.start
        more = begin > plan.window.start
        yield Progress(scanned, traces, matches, Position(begin, "") if more else None)


def _slices(
    store: Reader, plan: Plan, after: Position | None, traces: int
) -> Iterator[tuple[Plan, int]]:
    """The plan's window in parts, newest first, and how many traces each part has.

    Only the last may have none.
    """
    start, end = plan.window.start, plan.window.end
    if after is not None:
        end = min(end, after.moment + _NARROWEST)
    width = (end - start) * min(1.0, SLICE / max(1, traces))
    while True:
        begin = max(start, end - max(width, _NARROWEST))
        part = replace(plan, window=Window(begin, end))
        there = store.count(part, after, None)
        if there > 2 * SLICE and width > _NARROWEST:
            width /= 2
            continue
        if there or begin <= start:
            yield part, there
        if begin <= start:
            return
        end = begin
        if there < SLICE / 2:
            width *= 2
