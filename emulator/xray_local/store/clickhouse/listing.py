"""A plan as SQL: which traces, newest first, and then the summaries of those.

The first step reads narrow columns and may meet rows that a newer version has replaced;
the second has the newest version of each trace, which is listed only where it is now.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from xray_local.model.position import Position
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.plan import (
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Condition,
    Plan,
)
from xray_local.store.base import Reading
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.links import completed
from xray_local.store.clickhouse.rows import DERIVED
from xray_local.store.clickhouse.tables import DAY
from xray_local.store.clickhouse.words import word_of
from xray_local.store.matching import is_visible, moment_of
from xray_local.store.packing import decode_summary

FIRST_PAGE = 100
LATER_PAGES = 1000

_COMPARED = {each: f"{{}} {each.value} {{}}" for each in Comparison} | {
    Comparison.CONTAINS: "position({}, {}) > 0",
    Comparison.BEGINSWITH: "startsWith({}, {})",
    Comparison.ENDSWITH: "endsWith({}, {})",
}
_TEXTS = {Column.HTTP_URL, Column.HTTP_METHOD}
_FLAGS = {Column.ERROR, Column.THROTTLE, Column.FAULT, Column.PARTIAL}
_LARGEST_INTEGER = 2**63 - 1
_LATEST_DAY = 2**32 - 1


class Parameters:
    """Values that a statement is sent with, and how it names them."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def name(self, value: Any, kind: str) -> str:
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"{{{name}:{kind}}}"

    def number(self, value: float) -> str:
        return self.name(float(value), "Float64")


def list_summaries(
    engine: Engine, plan: Plan, after: Position | None, size: int = FIRST_PAGE
) -> Iterator[Summary]:
    """Summaries of the plan, page by page, so a slow reader holds nothing open."""
    while True:
        places = _places(engine, plan, after, size)
        newest = newest_summaries(engine, [trace_id for trace_id, _ in places])
        listed: set[str] = set()
        for trace_id, moment in places:
            summary = newest.get(trace_id)
            if (
                summary is not None
                and trace_id not in listed
                and is_visible(summary)
                and moment_of(summary, plan.by) == moment
            ):
                listed.add(trace_id)
                yield summary
        if len(places) < size:
            return
        after = Position(places[-1][1], places[-1][0])
        size = LATER_PAGES


def newest_summaries(engine: Engine, trace_ids: list[str]) -> dict[str, Summary]:
    """By trace id; their links have their senders."""
    if not trace_ids:
        return {}
    rows = engine.rows(
        "SELECT trace_id, summary FROM summaries"
        f" WHERE trace_id IN {{ids:Array(String)}} AND {DERIVED}"
        " ORDER BY version DESC LIMIT 1 BY trace_id",
        {"ids": trace_ids},
        blobs=["summary"],
    )
    summaries = completed(engine, [decode_summary(blob) for _, blob in rows])
    return {summary.trace_id: summary for summary in summaries}


def count(
    engine: Engine, plan: Plan, after: Position | None, upto: Position | None
) -> int:
    """How many traces of the window there are between two positions."""
    given = Parameters()
    moment = _moment(plan)
    clauses = [_window(plan, given), *_after(moment, after, given)]
    if upto is not None:
        last = f"({given.number(upto.moment)}, {given.name(upto.trace_id, 'String')})"
        clauses += [
            f"{moment} >= {given.number(upto.moment)}",
            f"({moment}, trace_id) >= {last}",
        ]
    where = " AND ".join(clauses)
    ((number,),) = engine.rows(
        f"SELECT count() FROM summaries FINAL WHERE visible AND {where}", given.values
    )
    return int(number)


def reading_of(engine: Engine, plan: Plan) -> Reading:
    """What a list to the end of the window would read: narrow columns of all of it, and
    the summaries that these do not rule out."""
    given = Parameters()
    where = " AND ".join([_window(plan, given), *_conditions(plan, given)])
    ((opened,),) = engine.rows(
        f"SELECT count() FROM summaries FINAL WHERE visible AND {where}", given.values
    )
    return Reading(
        looked_up=(), visited=count(engine, plan, None, None), opened=int(opened)
    )


def within(window: Window, given: Parameters) -> str:
    """The traces that start in the window."""
    return (
        f"{_days(window, given)} AND start >= {given.number(window.start)}"
        f" AND start < {given.number(window.end)}"
    )


def _places(
    engine: Engine, plan: Plan, after: Position | None, size: int
) -> list[tuple[str, float]]:
    given = Parameters()
    moment = _moment(plan)
    clauses = [_window(plan, given), *_after(moment, after, given)]
    clauses += _conditions(plan, given)
    rows = engine.rows(
        f"SELECT trace_id, {moment} FROM summaries"
        f" WHERE visible AND {' AND '.join(clauses)}"
        f" ORDER BY {moment} DESC, trace_id DESC LIMIT {size}",
        given.values,
    )
    return [(trace_id, at) for trace_id, at in rows]


def _conditions(plan: Plan, given: Parameters) -> list[str]:
    return [*filter(None, (_clause(each, given) for each in plan.conditions))]


def _moment(plan: Plan) -> str:
    return "received_at" if plan.by is TimeRangeType.EVENT else "start"


def _window(plan: Plan, given: Parameters) -> str:
    start, end = plan.window.start, plan.window.end
    match plan.by:
        case TimeRangeType.TRACE_ID:
            return within(plan.window, given)
        case TimeRangeType.EVENT:
            return (
                f"received_at >= {given.number(start)}"
                f" AND received_at < {given.number(end)}"
            )
        case TimeRangeType.SERVICE:
            return (
                f"(ending IS NULL OR ending >= {given.number(start)})"
                f" AND {_days(Window(0.0, end), given)}"
                f" AND start <= {given.number(end)}"
            )


def _days(window: Window, given: Parameters) -> str:
    """The days that have any of the window: others are not even opened."""
    first = given.name(_day(window.start), "UInt32")
    last = given.name(_day(window.end), "UInt32")
    return f"day >= {first} AND day <= {last}"


def _day(moment: float) -> int:
    if moment in (inf, -inf):
        return _LATEST_DAY if moment > 0 else 0
    return max(0, min(int(moment // DAY), _LATEST_DAY))


def _after(moment: str, after: Position | None, given: Parameters) -> list[str]:
    """The moment is said twice, since an index helps with it alone only."""
    if after is None:
        return []
    last = f"({given.number(after.moment)}, {given.name(after.trace_id, 'String')})"
    return [
        f"{moment} <= {given.number(after.moment)}",
        f"({moment}, trace_id) < {last}",
    ]


def _clause(condition: Condition, given: Parameters) -> str | None:
    """None where SQL would not compare as Python does: then it is not asked."""
    match condition:
        case ColumnCondition(column, comparison, value):
            kind = _kind(column, value)
            if kind is None:
                return None
            named = given.name(value, kind)
            return _COMPARED[comparison].format(column.value, named)
        case AnyOf(alternatives):
            return _any_of(alternatives, given)
        case _:
            return f"has(words, {given.name(word_of(condition), 'Int64')})"


def _any_of(
    alternatives: tuple[tuple[Condition, ...], ...], given: Parameters
) -> str | None:
    """None if nothing can be asked of one of the alternatives."""
    texts: list[str] = []
    for conditions in alternatives:
        clauses = [*filter(None, (_clause(each, given) for each in conditions))]
        if not clauses:
            return None
        texts.append(f"({' AND '.join(clauses)})")
    return f"({' OR '.join(texts)})"


def _kind(column: Column, value: Scalar) -> str | None:
    """The type to send the value as; None for one that the column never has."""
    match value:
        case bool():
            return "Bool" if column in _FLAGS else None
        case str():
            return "String" if column in _TEXTS else None
        case int() if column not in _TEXTS | _FLAGS:
            return "Int64" if abs(value) <= _LARGEST_INTEGER else None
        case float() if column not in _TEXTS | _FLAGS:
            return "Float64"
    return None
