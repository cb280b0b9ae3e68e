"""What a plan asks of a summary, in plain Python.

The meaning of a plan for every store: the memory store uses all of it, SQLite says the
columns and windows again in SQL and leaves the rest to whoever evaluates.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, assert_never

from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary, seconds_between
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Condition,
    Plan,
    ServiceCondition,
    TopicCondition,
)
from xray_local.store.topics import names_of


def slowest(summary: Summary) -> float | None:
    """The longest time of any service, its asynchronous work included, or any call."""
    times = [each.end - each.start for each in summary.calls if each.end is not None]
    for seen in summary.occurrences:
        if seen.end is not None:
            times.append(seen.end - seen.start)
        if seen.settled_end is not None:
            times.append(seen.settled_end - seen.start)
    return seconds_between(0.0, max(times)) if times else None


COLUMNS: dict[Column, Callable[[Summary], Scalar | None]] = {
    Column.RESPONSE_TIME: lambda summary: summary.response_time,
    Column.DURATION: lambda summary: summary.duration,
    Column.HTTP_STATUS: lambda summary: summary.http.status,
    Column.HTTP_URL: lambda summary: summary.http.url,
    Column.HTTP_METHOD: lambda summary: summary.http.method,
    Column.ERROR: lambda summary: summary.flags.error and not summary.flags.throttle,
    Column.THROTTLE: lambda summary: summary.flags.throttle,
    Column.FAULT: lambda summary: summary.flags.fault,
    Column.PARTIAL: lambda summary: summary.partial,
    Column.SLOWEST: slowest,
}

_COMPARE: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
    Comparison.CONTAINS: str.__contains__,
    Comparison.BEGINSWITH: str.startswith,
    Comparison.ENDSWITH: str.endswith,
}


def is_visible(summary: Summary) -> bool:
    """Orphaned subsegments alone make no trace that a reader could see."""
    return bool(summary.occurrences)


def moment_of(summary: Summary, by: TimeRangeType) -> float:
    """The time that windows of this kind, and pages within them, are about."""
    return summary.received_at if by is TimeRangeType.EVENT else summary.start


def ending_of(summary: Summary) -> float | None:
    """When the last work of the trace ended; None while some is in progress."""
    ends = [occurrence.settled_end for occurrence in summary.occurrences]
    if any(occurrence.end is None for occurrence in summary.occurrences):
        return None
    return max((end for end in ends if end is not None), default=summary.start)


def admits(plan: Plan, summary: Summary) -> bool:
    return (
        is_visible(summary)
        and _in_window(plan, summary)
        and all(_fulfils(summary, condition) for condition in plan.conditions)
    )


def _in_window(plan: Plan, summary: Summary) -> bool:
    if plan.by is not TimeRangeType.SERVICE:
        return moment_of(summary, plan.by) in plan.window
    ending = ending_of(summary)
    return summary.start <= plan.window.end and (
        ending is None or ending >= plan.window.start
    )


def _fulfils(summary: Summary, condition: Condition) -> bool:
    match condition:
        case ColumnCondition(column, comparison, value):
            known = COLUMNS[column](summary)
            return known is not None and _COMPARE[comparison](known, value)
        case ServiceCondition(name):
            return any(service.name == name for service in summary.services)
        case TopicCondition(topic, name):
            names = names_of(summary)[topic]
            return bool(names) if name is None else name in names
        case AnnotationCondition(key, value):
            values = summary.annotations.get(key, ())
            return bool(values) if value is None else value in values
        case AnyOf(alternatives):
            return any(
                all(_fulfils(summary, each) for each in conditions)
                for conditions in alternatives
            )
        case _:
            assert_never(condition)
