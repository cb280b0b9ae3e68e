"""Parts of a query: a plan's window, its columns, and its formula around role tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

from xray_local.model.position import Position
from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import (
    AllOf,
    ColumnCondition,
    Comparison,
    Formula,
    OneOf,
    Plan,
    RoleTest,
    Unless,
)

Clause = tuple[str, tuple[Scalar, ...]]
TestClause = Callable[[RoleTest], Clause]
"""How a role test is said in SQL."""

TRUE: Clause = ("1", ())
FALSE: Clause = ("0", ())

MOST_LEAVES = 200
DEEPEST = 12
"""SQLite reads no statement that is nested without end; what is beyond is not asked."""

_COMPARED = {each: f"{{}} {each.value} ?" for each in Comparison} | {
    Comparison.CONTAINS: "instr({}, ?) > 0",
    Comparison.BEGINSWITH: "instr({}, ?) = 1",
    Comparison.ENDSWITH: "instr({}, ?) > 0",  # more than it asks for
}
_INEXACT = {Comparison.ENDSWITH}
_LARGEST = 2**62
"""No figure beyond is compared: the store keeps it as if it were endless."""


def all_of(clauses: Iterable[Clause]) -> Clause:
    return _joined(" AND ", clauses)


def window(plan: Plan, moment: str) -> Clause:
    bounds = (plan.window.start, plan.window.end)
    if plan.by is TimeRangeType.SERVICE:
        return f"(ending IS NULL OR ending >= ?) AND {moment} <= ?", bounds
    return f"{moment} >= ? AND {moment} < ?", bounds


def after(moment: str, position: Position | None) -> list[Clause]:
    """The moment is said twice, since an index helps with it alone only."""
    if position is None:
        return []
    return [
        (f"{moment} <= ?", (position.moment,)),
        (f"({moment}, trace_id) < (?, ?)", (position.moment, position.trace_id)),
    ]


def fulfilling(formula: Formula, of_test: TestClause) -> Clause:
    if leaves(formula, DEEPEST) > MOST_LEAVES:
        return TRUE
    return _said(formula, of_test, DEEPEST)


def _said(formula: Formula, of_test: TestClause, levels: int) -> Clause:
    match formula:
        case AllOf(parts) | OneOf(parts):
            if not levels:
                return TRUE
            said = [_said(part, of_test, levels - 1) for part in parts]
            return _joined(" AND " if isinstance(formula, AllOf) else " OR ", said)
        case ColumnCondition():
            return _column(formula) if _comparable(formula) else TRUE
        case Unless(condition):
            return _unless(condition)
        case RoleTest():
            return of_test(formula)
        case _:
            assert_never(formula)


def _unless(condition: ColumnCondition) -> Clause:
    if condition.comparison in _INEXACT or not _comparable(condition):
        return TRUE
    text, values = _column(condition)
    return f"({text}) IS NOT 1", values


def leaves(formula: Formula, levels: int) -> int:
    match formula:
        case AllOf(parts) | OneOf(parts) if levels:
            return sum(leaves(each, levels - 1) for each in parts)
        case _:
            return 1


def _comparable(condition: ColumnCondition) -> bool:
    """Whether SQL compares as Python does."""
    value = condition.value
    return isinstance(value, str) or value == float("-inf") or abs(value) < _LARGEST


def _column(condition: ColumnCondition) -> Clause:
    text = _COMPARED[condition.comparison].format(condition.column.value)
    return text, (condition.value,)


def _joined(joiner: str, clauses: Iterable[Clause]) -> Clause:
    """In brackets; of no clauses what decides nothing."""
    texts: list[str] = []
    values: tuple[Scalar, ...] = ()
    for text, some in clauses:
        texts.append(text)
        values += some
    if not texts:
        return TRUE if joiner == " AND " else FALSE
    return f"({joiner.join(texts)})", values
