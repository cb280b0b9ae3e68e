"""What the test of a single field means.

A comparison is true if ANY value of the field satisfies it, so `!=` is true when any value
differs, and no comparison is true of a field that is not set. A value of another type than
the literal never matches.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TypeVar

from xray_local.model.segment import Scalar
from xray_local.query.fields import FIELDS, Kind, Reader
from xray_local.query.scopes import Scope
from xray_local.query.syntax import Bare, Comparison, Field, Keyword, Operator, Tree

T = TypeVar("T")
Predicate = Callable[[T], bool]

_NUMERIC: dict[Operator, Callable[[float, float], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
}
_TEXTUAL: dict[Operator, Callable[[str, str], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.CONTAINS: str.__contains__,
    Operator.BEGINSWITH: str.startswith,
    Operator.ENDSWITH: str.endswith,
}


def always(_: object) -> bool:
    return True


def never(_: object) -> bool:
    return False


def predicate(tree: Tree, scope: Scope[T]) -> Predicate[T]:
    """A field's test in a scope where `check` has found that it may stand."""
    match tree:
        case Bare(field):
            return _some_value(_reader(field, scope), _is_set)
        case Comparison(field):
            return _some_value(_reader(field, scope), acceptance(tree))
        case _:
            raise TypeError(f"no field's test: {tree!r}")


def boolean_asked_for(comparison: Comparison) -> bool | None:
    """The value a boolean keyword must have; None if the literal is no boolean.

    A boolean may be quoted.
    """
    asked = comparison.literal
    if isinstance(asked, str):
        asked = {"true": True, "false": False}.get(asked.lower(), asked)
    if not isinstance(asked, bool):
        return None
    return asked is (comparison.operator is Operator.EQ)


def is_boolean(field: Field) -> bool:
    return isinstance(field, Keyword) and FIELDS[field.name].kind is Kind.BOOLEAN


def _reader(field: Field, scope: Scope[T]) -> Reader[T]:
    read = scope.reader(field)
    if read is None:
        raise ValueError(f"{field} cannot stand {scope.where}")
    return read


def _some_value(read: Reader[T], accepts: Predicate[Scalar]) -> Predicate[T]:
    def test(subject: T) -> bool:
        value = read(subject)
        if value is None:
            return False
        if isinstance(value, tuple):
            return any(map(accepts, value))
        return accepts(value)

    return test


def _is_set(value: Scalar) -> bool:
    """A boolean stands for itself."""
    return value is not False


def acceptance(comparison: Comparison) -> Predicate[Scalar]:
    """Whether a comparison is true of one value of its field."""
    if is_boolean(comparison.field):
        asked = boolean_asked_for(comparison)
        return never if asked is None else lambda value: value is asked
    literal = comparison.literal
    match literal:
        case bool():
            return _boolean(comparison.operator, literal)
        case str():
            return _text(comparison.operator, literal)
        case _:
            return _number(comparison.operator, literal)


def _boolean(operator_: Operator, literal: bool) -> Predicate[Scalar]:
    match operator_:
        case Operator.EQ:
            return lambda value: value is literal
        case Operator.NE:
            return lambda value: value is (not literal)
        case _:
            return never


def _text(operator_: Operator, literal: str) -> Predicate[Scalar]:
    holds = _TEXTUAL.get(operator_)
    if holds is None:
        return never
    return lambda value: isinstance(value, str) and holds(value, literal)


def _number(operator_: Operator, literal: float) -> Predicate[Scalar]:
    holds = _NUMERIC.get(operator_)
    if holds is None:
        return never
    return lambda value: (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and holds(value, literal)
    )
