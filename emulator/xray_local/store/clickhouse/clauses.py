"""Parts of a statement: a plan's window, its conditions, and its formula.

What SQL would not compare as Python does is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, assert_never

from xray_local.model.position import Position
from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.plan import (
    AllOf,
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Condition,
    Formula,
    OneOf,
    Plan,
    RoleTest,
    Unless,
)
from xray_local.store.clauses import DEEPEST, MOST_LEAVES, leaves
from xray_local.store.clickhouse.tables import DAY
from xray_local.store.clickhouse.words import word_of

TRUE, FALSE = "true", "false"

TestClause = Callable[[RoleTest], str]
"""How a role test is said in SQL."""

_COMPARED = {each: f"{{}} {each.value} {{}}" for each in Comparison} | {
    Comparison.CONTAINS: "position({}, {}) > 0",
    Comparison.BEGINSWITH: "startsWith({}, {})",
    Comparison.ENDSWITH: "endsWith({}, {})",
}
_TEXTS = {Column.HTTP_URL, Column.HTTP_METHOD}
_FLAGS = {Column.ERROR, Column.THROTTLE, Column.FAULT, Column.PARTIAL}
_LARGEST_INTEGER = 2**63 - 1
_LARGEST_TOLD_APART = 2**62
"""Beyond, a status is kept as if it were endless."""

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


def within(window: Window, given: Parameters) -> str:
    """The traces that start in the window."""
    return (
        f"{_days(window, given)} AND start >= {given.number(window.start)}"
        f" AND start < {given.number(window.end)}"
    )


def conditions(plan: Plan, given: Parameters) -> list[str]:
    return [*filter(None, (_clause(each, given) for each in plan.conditions))]


def moment_column(plan: Plan) -> str:
    return "received_at" if plan.by is TimeRangeType.EVENT else "start"


def window(plan: Plan, given: Parameters) -> str:
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


def after_position(moment: str, after: Position | None, given: Parameters) -> list[str]:
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


def fulfilling(formula: Formula, given: Parameters, of_test: TestClause) -> str:
    if leaves(formula, DEEPEST) > MOST_LEAVES:
        return TRUE
    return _said(formula, given, of_test, DEEPEST)


def _said(formula: Formula, given: Parameters, of_test: TestClause, levels: int) -> str:
    match formula:
        case AllOf(parts) | OneOf(parts):
            if not levels:
                return TRUE
            said = [_said(part, given, of_test, levels - 1) for part in parts]
            return _joined(said, all_of=isinstance(formula, AllOf))
        case ColumnCondition():
            return _clause(formula, given) or TRUE
        case Unless(condition):
            return _unless(condition, given)
        case RoleTest():
            return of_test(formula)
        case _:
            assert_never(formula)


def _joined(said: list[str], *, all_of: bool) -> str:
    """Without what decides nothing, as most of a statement may be about roles."""
    nothing, everything = (TRUE, FALSE) if all_of else (FALSE, TRUE)
    if everything in said:
        return everything
    telling = [each for each in said if each != nothing]
    if not telling:
        return nothing
    return f"({(' AND ' if all_of else ' OR ').join(telling)})"


def _unless(condition: ColumnCondition, given: Parameters) -> str:
    value = condition.value
    told_apart = isinstance(value, str) or abs(value) < _LARGEST_TOLD_APART
    if not told_apart and value != -inf:
        return TRUE
    clause = _clause(condition, given)
    return TRUE if clause is None else f"NOT ifNull({clause}, false)"
