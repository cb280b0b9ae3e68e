"""From a tree to a plan: what must hold of every trace that can match.

Only what an AND chain states outright is used, and an OR of such chains; what stands in
braces is in `blocks.py`. Whatever is in doubt is left out: the store then reads more, and
`evaluate` decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType, Window
from xray_local.query import blocks, plan
from xray_local.query.blocks import ROUNDING
from xray_local.query.fields import FIELDS, Kind
from xray_local.query.formula import formula_of
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Condition,
    Plan,
    ServiceCondition,
    Topic,
    TopicCondition,
)
from xray_local.query.predicates import boolean_asked_for, is_boolean
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    CauseSelector,
    Comparison,
    EdgeSelector,
    Keyword,
    NodePattern,
    Not,
    Operator,
    Or,
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
_COMPARISONS = {
    Operator.EQ: plan.Comparison.EQ,
    Operator.NE: plan.Comparison.NE,
    Operator.LT: plan.Comparison.LT,
    Operator.LE: plan.Comparison.LE,
    Operator.GT: plan.Comparison.GT,
    Operator.GE: plan.Comparison.GE,
    Operator.CONTAINS: plan.Comparison.CONTAINS,
    Operator.BEGINSWITH: plan.Comparison.BEGINSWITH,
    Operator.ENDSWITH: plan.Comparison.ENDSWITH,
}
_TIMES = {
    "responsetime": Column.RESPONSE_TIME,
    "duration": Column.DURATION,
}


def plan_of(tree: Tree, window: Window, by: TimeRangeType) -> Plan:
    """The plan of a checked tree with its group references filled in."""
    if by is TimeRangeType.SERVICE:
        window = Window(window.start - SERVICE_LOOKBACK, window.end)
    conditions = tuple(dict.fromkeys(_conditions(tree)))
    return Plan(window, by, conditions, formula_of(tree, by))


def _conditions(tree: Tree) -> Iterator[Condition]:
    match tree:
        case And(terms):
            yield from chain.from_iterable(map(_conditions, terms))
        case Or(terms):
            yield from blocks.any_of([*map(tuple, map(_conditions, terms))])
        case ServiceSelector(node, block):
            yield from _of_nodes(block, node)
        case EdgeSelector(source, target, block):
            yield from _of_nodes(block, source, target)
        case CauseSelector():
            yield from blocks.of_cause(tree)
        case Bare() | Comparison():
            yield from _of_field(tree)
        case Not(Bare(Keyword(name))):
            yield from _of_flag(name, holds=False)


def _of_nodes(block: Tree | None, *nodes: NodePattern | None) -> Iterator[Condition]:
    """The braces are about the last of the nodes."""
    names = [None if node is None else node.name for node in nodes]
    yield from (ServiceCondition(name) for name in names if name is not None)
    yield from blocks.conditions(block, names[-1])


def _of_field(tree: Bare | Comparison) -> Iterator[Condition]:
    match tree:
        case Bare(Keyword(name)):
            yield from _of_flag(name, holds=True)
        case Bare(Annotation(key)):
            yield AnnotationCondition(key)
        case Comparison(Annotation(key), operator, literal):
            exact = operator is Operator.EQ
            yield AnnotationCondition(key, literal if exact else None)
        case Comparison(Keyword("user"), Operator.EQ, str(user)):
            yield TopicCondition(Topic.USER, user)
        case Comparison(Keyword(name) as field):
            if is_boolean(field):
                asked = boolean_asked_for(tree)
                if asked is not None:
                    yield from _of_flag(name, holds=asked)
            else:
                yield from _of_column(name, tree)


def _of_flag(name: str, *, holds: bool) -> Iterator[Condition]:
    """Nothing for what is no flag of the trace."""
    if name in _FLAGS:
        yield ColumnCondition(_FLAGS[name], plan.Comparison.EQ, holds)
    elif name == "ok":
        flags = [
            ColumnCondition(flag, plan.Comparison.EQ, value=not holds)
            for flag in (Column.ERROR, Column.THROTTLE, Column.FAULT)
        ]
        if holds:
            yield from flags
        else:
            yield AnyOf(tuple((flag,) for flag in flags))


def _of_column(name: str, tree: Comparison) -> Iterator[Condition]:
    operator, literal = tree.operator, tree.literal
    if name in _TIMES and not isinstance(literal, bool | str):
        yield from _of_time(_TIMES[name], operator, literal)
    elif _is_exact(name, literal):
        yield ColumnCondition(_EXACT[name], _COMPARISONS[operator], literal)


def _is_exact(name: str, literal: Scalar) -> bool:
    """A store is not asked to compare a status with a text."""
    if name not in _EXACT or isinstance(literal, bool):
        return False
    return isinstance(literal, str) is (FIELDS[name].kind is Kind.STRING)


def _of_time(column: Column, operator: Operator, literal: float) -> Iterator[Condition]:
    """Filters compare to the millisecond, columns hold the exact figure."""
    if operator in (Operator.EQ, Operator.GT, Operator.GE):
        yield ColumnCondition(column, plan.Comparison.GE, literal - ROUNDING)
    if operator in (Operator.EQ, Operator.LT, Operator.LE):
        yield ColumnCondition(column, plan.Comparison.LE, literal + ROUNDING)
