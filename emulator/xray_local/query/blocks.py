"""What must hold of a trace for something in it to fulfil a filter in braces.

Of service("a") { fault }, that a service "a" of the trace shows a fault. As in
`planning.py`, what is in doubt is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xray_local.query import plan
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Condition,
    ServiceCondition,
    Topic,
    TopicCondition,
)
from xray_local.query.predicates import boolean_asked_for, is_boolean
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    CauseKind,
    CausePart,
    CauseSelector,
    Comparison,
    Keyword,
    Not,
    Operator,
    Or,
    Tree,
)

ROUNDING = 0.001
"""More than a figure differs from itself to the millisecond, as filters see it."""

_MOST_ALTERNATIVES = 8
"""An OR of more is left to `evaluate`: a store may ask for each one by itself."""

_OUTCOMES = {
    "error": Topic.ERROR,
    "throttle": Topic.THROTTLE,
    "fault": Topic.FAULT,
}
_CAUSES = {CauseKind.ERROR: Topic.ERROR_CAUSE, CauseKind.FAULT: Topic.FAULT_CAUSE}


def any_of(alternatives: Sequence[tuple[Condition, ...]]) -> Iterator[AnyOf]:
    """Nothing if there are many, or one of them may be any trace."""
    if all(alternatives) and len(alternatives) <= _MOST_ALTERNATIVES:
        yield AnyOf(tuple(alternatives))


def conditions(block: Tree | None, service: str | None) -> Iterator[Condition]:
    """Of the braces after a service, or after an edge to it; None is any service."""
    match block:
        case And(terms):
            for term in terms:
                yield from conditions(term, service)
        case Or(terms):
            yield from any_of([tuple(conditions(term, service)) for term in terms])
        case Bare(Keyword(name)):
            yield from _of_outcome(name, service, holds=True)
        case Not(Bare(Keyword(name))):
            yield from _of_outcome(name, service, holds=False)
        case Bare(Annotation(key)):
            yield AnnotationCondition(key)
        case Comparison():
            yield from _of_comparison(block, service)


def _of_comparison(tree: Comparison, service: str | None) -> Iterator[Condition]:
    match tree:
        case Comparison(Annotation(key), operator, literal):
            exact = operator is Operator.EQ
            yield AnnotationCondition(key, literal if exact else None)
        case Comparison(Keyword("user"), Operator.EQ, str(user)):
            yield TopicCondition(Topic.USER, user)
        case Comparison(Keyword("name"), Operator.EQ, str(name)):
            yield ServiceCondition(name)
        case Comparison(Keyword("responsetime" | "duration"), operator, literal):
            least = operator in (Operator.EQ, Operator.GT, Operator.GE)
            if least and not isinstance(literal, bool | str):
                yield ColumnCondition(
                    Column.SLOWEST, plan.Comparison.GE, literal - ROUNDING
                )
        case Comparison(Keyword(name) as field) if is_boolean(field):
            asked = boolean_asked_for(tree)
            if asked is not None:
                yield from _of_outcome(name, service, holds=asked)


def _of_outcome(name: str, service: str | None, *, holds: bool) -> Iterator[Condition]:
    """Nothing for what is no outcome, and for one that must be missing."""
    if name in _OUTCOMES and holds:
        yield TopicCondition(_OUTCOMES[name], service)
    elif name == "ok" and not holds:
        outcomes = _OUTCOMES.values()
        yield AnyOf(tuple((TopicCondition(each, service),) for each in outcomes))


def of_cause(selector: CauseSelector) -> Iterator[Condition]:
    """Nothing for response time: nearly every trace has a cause of its own."""
    topic = _CAUSES.get(selector.kind)
    if topic is not None:
        in_service = selector.part is CausePart.SERVICE
        name = _name_in(selector.filter) if in_service else None
        yield TopicCondition(topic, name)


def _name_in(block: Tree) -> str | None:
    """The name that every match has."""
    match block:
        case And(terms):
            return next(filter(None, map(_name_in, terms)), None)
        case Comparison(Keyword("name"), Operator.EQ, str(name)):
            return name
        case _:
            return None
