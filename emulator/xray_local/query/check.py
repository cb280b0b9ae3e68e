"""Whether every field of a tree may stand where it stands, under its operator.

X-Ray's own rule is that a literal of the wrong type is no mistake: `duration = "slow"`
answers no traces. So only the operator counts here: `duration CONTAINS "1"` can never
mean anything and is refused, while any literal may follow an operator that the keyword
has. Annotations hold any type and take every operator.
"""

from __future__ import annotations

from typing import NoReturn

from xray_local.errors import ExpressionError
from xray_local.query import scopes
from xray_local.query.fields import FIELDS
from xray_local.query.scopes import AnyScope
from xray_local.query.syntax import (
    And,
    Bare,
    CauseJson,
    CauseSelector,
    Comparison,
    EdgeSelector,
    Everything,
    Field,
    GroupReference,
    Keyword,
    Not,
    Or,
    Place,
    ServiceSelector,
    Tree,
)


def check(tree: Tree, expression: str) -> None:
    """Raises ExpressionError for the first mistake; `expression` is the tree's text."""
    _check(tree, scopes.TRACE, expression)


def _check(tree: Tree, scope: AnyScope, expression: str) -> None:
    match tree:
        case Everything():
            return
        case And(terms) | Or(terms):
            for term in terms:
                _check(term, scope, expression)
        case Not(operand):
            _check(operand, scope, expression)
        case Bare(field):
            _check_field(field, scope, expression)
        case Comparison(field):
            _check_field(field, scope, expression)
            _check_operator(tree, expression)
        case _:
            _check_selector(tree, scope, expression)


def _check_selector(
    tree: ServiceSelector | EdgeSelector | CauseSelector | CauseJson | GroupReference,
    scope: AnyScope,
    expression: str,
) -> None:
    if scope is not scopes.TRACE:
        _refuse(tree.at, scope, expression)
    match tree:
        case ServiceSelector(filter=inner) if inner is not None:
            _check(inner, scopes.SERVICE, expression)
        case EdgeSelector(filter=inner) if inner is not None:
            _check(inner, scopes.EDGE, expression)
        case CauseSelector(_, part, inner):
            _check(inner, scopes.of_part(part), expression)
        case _:
            return


def _check_field(field: Field, scope: AnyScope, expression: str) -> None:
    if scope.reader(field) is None:
        _refuse(field.at, scope, expression)


def _refuse(place: Place, scope: AnyScope, expression: str) -> NoReturn:
    word = expression[place.start : place.start + place.length]
    raise ExpressionError(
        f"'{word}' cannot stand {scope.where}",
        expression=expression,
        position=place.start,
        length=place.length,
        expected=scope.keywords,
    )


def _check_operator(comparison: Comparison, expression: str) -> None:
    field = comparison.field
    if not isinstance(field, Keyword):
        return
    kind = FIELDS[field.name].kind
    if comparison.operator in kind.operators:
        return
    operator = comparison.operator.value
    raise ExpressionError(
        f"operator {operator} is not valid for '{field.name}', {kind.value}",
        expression=expression,
        position=comparison.at.start,
        length=comparison.at.length,
        expected=tuple(valid.value for valid in kind.operators),
    )
