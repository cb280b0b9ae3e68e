"""What a plan's conditions say, written out once more and apart from every store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xray_local.model.segment import Scalar
from xray_local.model.summary import Call, Occurrence, ServiceId, Summary
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Condition,
    ServiceCondition,
    Topic,
    TopicCondition,
)

OUTCOMES = {
    Topic.ERROR: ("error", range(400, 500)),
    Topic.THROTTLE: ("throttle", [429]),
    Topic.FAULT: ("fault", range(500, 600)),
}


def fulfils(summary: Summary, condition: Condition) -> bool:
    match condition:
        case ServiceCondition(name):
            return name in {service.name for service in summary.services}
        case AnnotationCondition(key, None):
            return key in summary.annotations
        case AnnotationCondition(key, value):
            return value in summary.annotations.get(key, ())
        case ColumnCondition(column, comparison, value):
            known = columns(summary)[column]
            return known is not None and compares(known, comparison, value)
        case TopicCondition(topic, name):
            names = names_under(topic, summary)
            return name in names or (name is None and names != set())
        case AnyOf(alternatives):
            assert all(alternatives)  # an empty one would be a promise of nothing
            return any(
                all(fulfils(summary, each) for each in conditions)
                for conditions in alternatives
            )


def names_under(topic: Topic, summary: Summary) -> set[str | None]:
    match topic:
        case Topic.USER:
            return {seen.user for seen in summary.occurrences} - {None}
        case Topic.ERROR_CAUSE | Topic.FAULT_CAUSE:
            error = topic is Topic.ERROR_CAUSE
            causes = summary.error_causes if error else summary.fault_causes
            return {step.service.name for cause in causes for step in cause.services}
        case _:
            flag, statuses = OUTCOMES[topic]
            shown: list[tuple[Occurrence | Call, ServiceId]] = []
            shown += [(each, each.service) for each in summary.occurrences]
            shown += [(each, each.target) for each in summary.calls]
            return {
                service.name
                for each, service in shown
                if getattr(each.flags, flag) or each.http.status in statuses
            }


def longest(summary: Summary) -> float | None:
    ends = [(each.start, each.end) for each in summary.occurrences]
    ends += [(each.start, each.end) for each in summary.calls]
    ends += [(each.start, each.settled_end) for each in summary.occurrences]
    times = [round(end - start, 6) for start, end in ends if end is not None]
    return max(times) if times else None


def columns(summary: Summary) -> dict[Column, Scalar | None]:
    flags = summary.flags
    return {
        Column.RESPONSE_TIME: summary.response_time,
        Column.DURATION: summary.duration,
        Column.HTTP_STATUS: summary.http.status,
        Column.HTTP_URL: summary.http.url,
        Column.HTTP_METHOD: summary.http.method,
        Column.ERROR: flags.error and not flags.throttle,
        Column.THROTTLE: flags.throttle,
        Column.FAULT: flags.fault,
        Column.PARTIAL: summary.partial,
        Column.SLOWEST: longest(summary),
    }


COMPARE: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQ: lambda known, value: known == value,
    Comparison.NE: lambda known, value: known != value,
    Comparison.LT: lambda known, value: known < value,
    Comparison.LE: lambda known, value: known <= value,
    Comparison.GT: lambda known, value: known > value,
    Comparison.GE: lambda known, value: known >= value,
    Comparison.CONTAINS: lambda known, value: value in known,
    Comparison.BEGINSWITH: lambda known, value: known.startswith(value),
    Comparison.ENDSWITH: lambda known, value: known.endswith(value),
}


def compares(known: Scalar, comparison: Comparison, value: Scalar) -> bool:
    """Raises for values of two types: no store need know how to compare those."""
    if isinstance(known, str) is not isinstance(value, str):
        raise TypeError(f"{known!r} {comparison.value} {value!r}")
    return COMPARE[comparison](known, value)
