"""What a plan's conditions say, written out once more and apart from every store."""

from __future__ import annotations

from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.query.plan import (
    AnnotationCondition,
    Column,
    ColumnCondition,
    Comparison,
    Condition,
    ServiceCondition,
)


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
    }


def compares(known: Scalar, comparison: Comparison, value: Scalar) -> bool:
    """Raises for values of two types: no store need know how to compare those."""
    if isinstance(known, str) is not isinstance(value, str):
        raise TypeError(f"{known!r} {comparison.value} {value!r}")
    match comparison:
        case Comparison.EQ:
            return known == value
        case Comparison.NE:
            return known != value
        case Comparison.LT:
            return known < value  # type: ignore[operator]
        case Comparison.LE:
            return known <= value  # type: ignore[operator]
        case Comparison.GT:
            return known > value  # type: ignore[operator]
        case Comparison.GE:
            return known >= value  # type: ignore[operator]
