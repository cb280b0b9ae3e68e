"""What a role does not tell: times, and the texts that it leaves out.

A test that asks for such a thing is settled in favour of the trace: as true where the
trace must fulfil it, as false where it must not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from xray_local.model.role import ANNOTATION, ANNOTATIONS, PATH
from xray_local.query.blocks import ROUNDING
from xray_local.query.plan import Figures, WordTest
from xray_local.query.predicates import acceptance
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    CauseJson,
    CausePart,
    CauseSelector,
    Comparison,
    EdgeSelector,
    Everything,
    Field,
    Json,
    JsonObject,
    Keyword,
    Leaf,
    Not,
    Operator,
    Or,
    ServiceSelector,
    Tree,
)

Loose = tuple[str, ...]

_FIGURES = {"responsetime", "duration", "coverage"}
_NEVER_TOLD = _FIGURES | {"partial"}
_OF_THE_ROOT = {"http.useragent", "http.clientip"}

_AT_LEAST = {Operator.EQ, Operator.GT, Operator.GE}
_AT_MOST = {Operator.EQ, Operator.LT, Operator.LE}

_TRUE: Tree = Everything()
_FALSE: Tree = Not(Everything())


def is_of_the_root(leaf: Leaf) -> bool:
    """Of several roots one counts, and roles do not tell which."""
    match leaf:
        case Bare(Keyword(name)) | Comparison(Keyword(name)):
            return name in _OF_THE_ROOT
        case _:
            return False


def settled(tree: Tree, loose: Loose, truth: bool) -> Tree:
    """The tree with `truth` (or, under a NOT, its opposite) for what is in doubt."""
    match tree:
        case And(terms):
            return And(tuple(settled(term, loose, truth) for term in terms))
        case Or(terms):
            return Or(tuple(settled(term, loose, truth) for term in terms))
        case Not(operand):
            return Not(settled(operand, loose, not truth))
        case _ if _is_in_doubt(tree, loose):
            return _TRUE if truth else _FALSE
        case ServiceSelector() | EdgeSelector() | CauseSelector() if tree.filter:
            return replace(tree, filter=settled(tree.filter, loose, truth))
        case _:
            return tree


def word_tests(leaf: Tree, loose: Loose) -> Iterator[WordTest]:
    """What a match must have of loose texts."""
    for comparison in _stated(leaf):
        name = _name_of(comparison.field)
        if name is not None and _is_loose(comparison.field, loose):
            exact = comparison.operator is Operator.EQ
            literal = comparison.literal if exact else None
            yield WordTest(name, acceptance(comparison), literal)


def figures(leaf: Tree) -> Figures | None:
    """What a match must have of times, or of coverage, in the role that is meant."""
    asked = [
        (each.operator, each.literal)
        for each in _stated(leaf)
        if isinstance(each.field, Keyword)
        and each.field.name in _FIGURES
        and not isinstance(each.literal, bool | str)
    ]
    least = [figure - ROUNDING for operator, figure in asked if operator in _AT_LEAST]
    most = [figure + ROUNDING for operator, figure in asked if operator in _AT_MOST]
    if not least and not most:
        return None
    return Figures(max(least, default=-inf), min(most, default=inf))


def _stated(leaf: Tree) -> Iterator[Comparison]:
    """The comparisons that a leaf, or what is in its braces, states outright."""
    match leaf:
        case And(terms):
            for term in terms:
                yield from _stated(term)
        case ServiceSelector() | EdgeSelector() | CauseSelector():
            if leaf.filter is not None:
                yield from _stated(leaf.filter)
        case Comparison():
            yield leaf


def without_coverage(pattern: Json) -> Json:
    """A pattern that fits whatever figures a cause has."""
    match pattern:
        case JsonObject(members):
            kept = (pair for pair in members if pair[0] != "Coverage")
            return JsonObject(tuple((key, without_coverage(v)) for key, v in kept))
        case tuple():
            return tuple(map(without_coverage, pattern))
        case _:
            return pattern


def _is_in_doubt(leaf: Tree, loose: Loose) -> bool:
    match leaf:
        case Bare(field) | Comparison(field):
            return _is_loose(field, loose) or _is_never_told(field)
        case CauseJson():
            return PATH in loose
        case CauseSelector(part=part):
            return PATH in loose and part is not CausePart.SERVICE
        case _:
            return False


def _is_never_told(field: Field) -> bool:
    match field:
        case Annotation(_, side):
            return side == "source"
        case Keyword(name):
            return name in _NEVER_TOLD


def _is_loose(field: Field, loose: Loose) -> bool:
    if not loose:
        return False
    return _name_of(field) in loose or (
        isinstance(field, Annotation) and ANNOTATIONS in loose
    )


def _name_of(field: Field) -> str | None:
    """As loose fields are named; None for what another service than the role's has."""
    match field:
        case Annotation(key, side):
            return None if side == "source" else f"{ANNOTATION}{key}"
        case Keyword(name):
            return name
