"""From a tree to a plan: what must hold of every trace that can match.

Only conditions that an AND chain states outright are used. Whatever is in doubt, such as
anything under OR, is left out: the store then reads more, and `evaluate` decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType, Window
from xray_local.query import plan
from xray_local.query.fields import FIELDS, Kind
from xray_local.query.plan import (
    AnnotationCondition,
    Column,
    ColumnCondition,
    Condition,
    Plan,
    ServiceCondition,
)
from xray_local.query.predicates import boolean_asked_for, is_boolean
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    Comparison,
    EdgeSelector,
    Keyword,
    NodePattern,
    Not,
    Operator,
    ServiceSelector,
    Tree,
)

SERVICE_LOOKBACK = 60.0
"""Seconds that X-Ray opens a `Service` window before its start (api.md: recorded)."""

_FLAGS = {
    "error": Column.ERROR,
    "throttle": Column.THROTTLE,
    "fault": Column.FAULT,
    "partial": Column.PARTIAL,
}
_EXACT = {
    "http.status": Column.HTTP_STATUS,
    "http.url": Column.HTTP_URL,
    "http.method": Column.HTTP_METHOD,
}
_COMPARISONS = {comparison.value: comparison for comparison in plan.Comparison}
_TIMES = {
    "responsetime": Column.RESPONSE_TIME,
    "duration": Column.DURATION,
}
_ROUNDING = 0.001
"""More than a figure differs from itself to the millisecond, as filters see it."""


def plan_of(tree: Tree, window: Window, by: TimeRangeType) -> Plan:
    """The plan of a checked tree with its group references filled in."""
    if by is TimeRangeType.SERVICE:
        window = Window(window.start - SERVICE_LOOKBACK, window.end)
    return Plan(window, by, tuple(dict.fromkeys(_conditions(tree))))


def _conditions(tree: Tree) -> Iterator[Condition]:
    match tree:
        case And(terms):
            for term in terms:
                yield from _conditions(term)
        case ServiceSelector(node):
            yield from _of_nodes(node)
        case EdgeSelector(source, target):
            yield from _of_nodes(source, target)
        case Bare() | Comparison():
            yield from _of_field(tree)
        case Not(Bare(Keyword(name))):
            yield from _of_flag(name, holds=False)
        case _:
            return


def _of_nodes(*nodes: NodePattern | None) -> Iterator[Condition]:
    for node in nodes:
        if node is not None and node.name is not None:
            yield ServiceCondition(node.name)


def _of_field(tree: Bare | Comparison) -> Iterator[Condition]:
    match tree:
        case Bare(Keyword(name)):
            yield from _of_flag(name, holds=True)
        case Bare(Annotation(key)):
            yield AnnotationCondition(key)
        case Comparison(Annotation(key), operator, literal):
            exact = operator is Operator.EQ
            yield AnnotationCondition(key, literal if exact else None)
        case Comparison(Keyword(name) as field):
            if is_boolean(field):
                asked = boolean_asked_for(tree)
                if asked is not None:
                    yield from _of_flag(name, holds=asked)
            else:
                yield from _of_column(name, tree)


def _of_flag(name: str, *, holds: bool) -> Iterator[Condition]:
    """Nothing for what is no flag of the trace, and for `!ok`: it has three reasons."""
    if name in _FLAGS:
        yield ColumnCondition(_FLAGS[name], plan.Comparison.EQ, holds)
    elif name == "ok" and holds:
        for flag in (Column.ERROR, Column.THROTTLE, Column.FAULT):
            yield ColumnCondition(flag, plan.Comparison.EQ, value=False)


def _of_column(name: str, tree: Comparison) -> Iterator[Condition]:
    operator, literal = tree.operator, tree.literal
    if name in _TIMES and not isinstance(literal, bool | str):
        yield from _of_time(_TIMES[name], operator, literal)
    elif _is_exact(name, literal) and operator.value in _COMPARISONS:
        yield ColumnCondition(_EXACT[name], _COMPARISONS[operator.value], literal)


def _is_exact(name: str, literal: Scalar) -> bool:
    """A store is not asked to compare a status with a text."""
    if name not in _EXACT or isinstance(literal, bool):
        return False
    return isinstance(literal, str) is (FIELDS[name].kind is Kind.STRING)


def _of_time(column: Column, operator: Operator, literal: float) -> Iterator[Condition]:
    """Filters compare to the millisecond, columns hold the exact figure."""
    if operator in (Operator.EQ, Operator.GT, Operator.GE):
        yield ColumnCondition(column, plan.Comparison.GE, literal - _ROUNDING)
    if operator in (Operator.EQ, Operator.LT, Operator.LE):
        yield ColumnCondition(column, plan.Comparison.LE, literal + _ROUNDING)
