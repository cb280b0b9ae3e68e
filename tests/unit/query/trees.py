"""Random trees, and summaries of every sort that such trees can be about.

Names, keys and texts come from a few, so that a random tree often matches.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle, product

from hypothesis import strategies as st
from xray_local.model.segment import Scalar
from xray_local.model.summary import HttpFacts, Summary
from xray_local.query import scopes
from xray_local.query.fields import FIELDS, Kind
from xray_local.query.scopes import AnyScope
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    CauseJson,
    CauseKind,
    CausePart,
    CauseSelector,
    Comparison,
    EdgeSelector,
    Field,
    GroupReference,
    Json,
    JsonObject,
    Keyword,
    NodePattern,
    Not,
    Operator,
    Or,
    ServiceSelector,
    Tree,
)

from tests.unit.query.summaries import (
    ADJECTIVE,
    ERROR,
    FAULT,
    OK,
    TABLE,
    THROTTLE,
    VERB,
    a_root,
    a_summary,
    an_occurrence,
    annotated,
)

SOME_TEXTS = ("names", "verb-6", "taken", "GET", "alice", "", "http://a/")
SOME_FIGURES = (0, 1, 0.25, 2, 2.3, 200, 404, 429, 500, -1)
SOME_LITERALS: tuple[Scalar, ...] = (
    *SOME_TEXTS,
    *SOME_FIGURES,
    True,
    False,
    "true",
    "False",
)

TEXTS = st.sampled_from(SOME_TEXTS)
KEYS = st.sampled_from(["category", "attempts", "my.key"])

_any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_any_number = st.floats(allow_nan=False, allow_infinity=False) | st.integers(
    -(10**17), 10**17
)
LITERALS: st.SearchStrategy[Scalar] = st.sampled_from(SOME_LITERALS)
STRANGE_LITERALS: st.SearchStrategy[Scalar] = LITERALS | _any_text | _any_number


@cache
def fields(scope: AnyScope) -> st.SearchStrategy[Field]:
    keywords = st.sampled_from(scope.keywords).map(Keyword)
    if scope.annotation is None:
        return keywords
    sides = st.sampled_from([None, *scope.sides])
    return keywords | st.builds(Annotation, KEYS | _any_text.filter(bool), sides)


@st.composite
def predicates(
    draw: st.DrawFn, scope: AnyScope, literals: st.SearchStrategy[Scalar]
) -> Tree:
    field = draw(fields(scope))
    if draw(st.booleans()):
        return Bare(field)
    return Comparison(field, draw(OPERATORS[kind_of(field)]), draw(literals))


def kind_of(field: Field) -> Kind | None:
    return FIELDS[field.name].kind if isinstance(field, Keyword) else None


OPERATORS = {kind: st.sampled_from(kind.operators) for kind in Kind} | {
    None: st.sampled_from(Operator)
}


def joined(leaves: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    def grown(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        terms = st.lists(smaller, min_size=2, max_size=3).map(tuple)
        return st.builds(Not, smaller) | st.builds(And, terms) | st.builds(Or, terms)

    return st.recursive(leaves, grown, max_leaves=4)


NODES = st.builds(
    NodePattern,
    name=TEXTS | st.none(),
    type=st.sampled_from([None, "client", "AWS::DynamoDB::Table"]),
    account_id=st.sampled_from([None, None, "123456789012"]),
).filter(lambda node: node != NodePattern())

JSONS: st.SearchStrategy[Json] = st.recursive(
    st.none() | STRANGE_LITERALS,
    lambda inner: (
        st.lists(inner, max_size=2).map(tuple)
        | st.lists(st.tuples(_any_text, inner), max_size=2).map(
            lambda members: JsonObject(tuple(members))
        )
    ),
    max_leaves=4,
)
EQUALITY = st.sampled_from([Operator.EQ, Operator.NE])


@cache
def blocks(
    scope: AnyScope, literals: st.SearchStrategy[Scalar]
) -> st.SearchStrategy[Tree]:
    return joined(predicates(scope, literals))


@st.composite
def causes(draw: st.DrawFn, literals: st.SearchStrategy[Scalar]) -> Tree:
    kind = draw(st.sampled_from(CauseKind))
    part = draw(st.sampled_from(CausePart))
    if kind is CauseKind.RESPONSE_TIME and part is CausePart.EXCEPTION:
        part = CausePart.ENTITY
    return CauseSelector(kind, part, draw(blocks(scopes.of_part(part), literals)))


@cache
def trees(literals: st.SearchStrategy[Scalar] = LITERALS) -> st.SearchStrategy[Tree]:
    """Trees that pass the check, without Everything and unfilled groups apart."""
    in_service = st.none() | blocks(scopes.SERVICE, literals)
    in_edge = st.none() | blocks(scopes.EDGE, literals)
    return joined(
        predicates(scopes.TRACE, literals)
        | st.builds(ServiceSelector, st.none() | NODES, in_service)
        | st.builds(EdgeSelector, NODES, NODES, in_edge)
        | st.builds(EdgeSelector, filter=in_edge)
        | causes(literals)
        | st.builds(CauseJson, EQUALITY, st.lists(JSONS, max_size=2).map(tuple))
        | st.builds(GroupReference, st.sampled_from(["name", "arn"]), EQUALITY, TEXTS)
    )


def every_sort_of_summary() -> Iterator[Summary]:
    """Each way that the root can end, with each value that an annotation can have.

    What is left, the other service and what else the root tells, changes in turn.
    """
    ways = product(
        [None, 0.0, 0.25, 2.2996, 2.3, 2.3004],  # 2.3 to the millisecond, thrice
        [OK, ERROR, THROTTLE, FAULT],
        [None, 200, 404, 500],
        [{}, *(annotated(attempts=value) for value in (1, 2.3, True, "alice"))],
    )
    others = cycle([ADJECTIVE, VERB, TABLE])
    urls = cycle([None, "", "http://a/", "GET", "names"])
    methods = cycle([None, "GET"])
    partial = cycle([True, False, False])
    for took, flags, status, noted in ways:
        http = HttpFacts(next(urls), next(methods), status)
        root = a_root(took, flags, http=http, annotations=noted)
        other = an_occurrence(next(others), 0.25, flags, user=next(methods))
        yield a_summary(root, other, partial=next(partial))


SUMMARIES = tuple(every_sort_of_summary())
