"""From a tree to a formula: what must hold of a match, in terms of columns and roles.

AND, OR and NOT stay as they are; each leaf becomes a test of a column or of roles.
Nearly every leaf is true of a trace because it is true of one of its roles, so it is
asked of the roles themselves (`doubt.py`). What is in doubt is left out, in favour of
the trace, on either side of a NOT; `evaluate` decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from math import inf

from xray_local.model.role import LoneRole
from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType
from xray_local.query import doubt, plan
from xray_local.query.blocks import ROUNDING, conditions
from xray_local.query.evaluate import Filter, compile_filter
from xray_local.query.fields import FIELDS, Kind
from xray_local.query.plan import (
    AllOf,
    Column,
    ColumnCondition,
    Formula,
    OneOf,
    RoleTest,
    Unless,
)
from xray_local.query.predicates import boolean_asked_for, is_boolean
from xray_local.query.syntax import (
    And,
    Bare,
    CauseJson,
    Comparison,
    EdgeSelector,
    Everything,
    GroupReference,
    Keyword,
    Leaf,
    Not,
    Operator,
    Or,
    ServiceSelector,
    Tree,
)

ALWAYS: Formula = AllOf()
NEVER: Formula = OneOf()

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
_TIMES = {"responsetime": Column.RESPONSE_TIME, "duration": Column.DURATION}
_COLUMNS = _EXACT | _TIMES
_COMPARISONS = {each: plan.Comparison[each.name] for each in Operator}
_LEAST: dict[Kind, Scalar] = {Kind.STRING: "", Kind.NUMBER: -inf}
"""Whatever is known of a column is at least this."""

_CACHED_KINDS_OF_DOUBT = 256


def formula_of(tree: Tree, by: TimeRangeType) -> Formula:
    """Of a checked tree with its group references filled in.

    By service times a selector asks for the end of what it picks, which no role tells.
    """
    return _formula(tree, True, by is TimeRangeType.SERVICE)


def _formula(tree: Tree, holds: bool, timed: bool) -> Formula:
    match tree:
        case Everything():
            return ALWAYS if holds else NEVER
        case And(terms) | Or(terms):
            parts = []
            for term in terms:
                parts.append(_formula(term, holds, timed))  # noqa: PERF401 - a frame less
            return _joined(parts, all_of=isinstance(tree, And) is holds)
        case Not(operand):
            return _formula(operand, not holds, timed)
        case _:
            return _leaf(tree, holds, timed)


def _joined(parts: list[Formula], *, all_of: bool) -> Formula:
    """What is joined in the same way is one; what decides alone stays alone."""
    kind, deciding = (AllOf, NEVER) if all_of else (OneOf, ALWAYS)
    flat = [part.parts if isinstance(part, kind) else (part,) for part in parts]
    telling = tuple(dict.fromkeys(chain.from_iterable(flat)))
    if deciding in telling:
        return deciding
    if len(telling) == 1:
        return telling[0]
    return kind(telling)


def _leaf(leaf: Leaf, holds: bool, timed: bool) -> Formula:
    match leaf:
        case GroupReference(operator=operator):
            return ALWAYS if (operator is Operator.NE) is holds else NEVER
        case CauseJson():
            return _listed(leaf, holds)
        case Bare(Keyword(name)) | Comparison(Keyword(name)):
            return _keyword(name, leaf, holds)
        case ServiceSelector() | EdgeSelector():
            test = _role_test(leaf, holds, timed=timed)
            slow = _slowest(leaf) if holds else ()
            return _joined([test, *slow], all_of=True)
        case _:
            return _role_test(leaf, holds)


def _keyword(name: str, leaf: Bare | Comparison, holds: bool) -> Formula:
    if is_boolean(leaf.field):
        return _boolean(name, leaf, holds)
    if name not in _COLUMNS:
        return _role_test(leaf, holds)
    if isinstance(leaf, Bare):
        return _known(name, holds)
    return _column(name, leaf, holds)


def _boolean(name: str, leaf: Bare | Comparison, holds: bool) -> Formula:
    asked = boolean_asked_for(leaf) if isinstance(leaf, Comparison) else True
    if asked is None:
        return NEVER if holds else ALWAYS
    wanted = asked is holds
    if name == "inferred":
        return _role_test(Bare(leaf.field), wanted)
    if name == "ok":
        flags = [_is(each, not wanted) for each in ("error", "throttle", "fault")]
        return _joined(flags, all_of=wanted)
    return _is(name, wanted)


def _is(flag: str, value: bool) -> Formula:
    return ColumnCondition(_FLAGS[flag], plan.Comparison.EQ, value)


def _known(name: str, holds: bool) -> Formula:
    least = _LEAST[FIELDS[name].kind]
    known = ColumnCondition(_COLUMNS[name], plan.Comparison.GE, least)
    return known if holds else Unless(known)


def _column(name: str, tree: Comparison, holds: bool) -> Formula:
    """A literal of another type than the column's never matches."""
    literal, operator = tree.literal, tree.operator
    is_text = FIELDS[name].kind is Kind.STRING
    if isinstance(literal, bool) or isinstance(literal, str) is not is_text:
        return NEVER if holds else ALWAYS
    if name in _TIMES and not isinstance(literal, str):
        return _time(name, operator, literal, holds)
    condition = ColumnCondition(_EXACT[name], _COMPARISONS[operator], literal)
    return condition if holds else Unless(condition)


def _time(name: str, operator: Operator, literal: float, holds: bool) -> Formula:
    """Filters compare to the millisecond, columns hold the exact figure."""
    column, margin = _TIMES[name], ROUNDING if holds else -ROUNDING
    at_least = ColumnCondition(column, plan.Comparison.GE, literal - margin)
    at_most = ColumnCondition(column, plan.Comparison.LE, literal + margin)
    match operator:
        case Operator.GT | Operator.GE:
            return at_least if holds else Unless(at_least)
        case Operator.LT | Operator.LE:
            return at_most if holds else Unless(at_most)
        case Operator.EQ if holds:
            return AllOf((at_least, at_most))
        case _:
            return _known(name, True) if holds else ALWAYS


def _slowest(leaf: ServiceSelector | EdgeSelector) -> Iterator[Formula]:
    """What the braces ask of times, as far as the trace's slowest time tells."""
    name = leaf.node.name if isinstance(leaf, ServiceSelector) and leaf.node else None
    for condition in conditions(leaf.filter, name):
        if isinstance(condition, ColumnCondition):
            yield condition


def _listed(leaf: CauseJson, holds: bool) -> Formula:
    """Each pattern of a list fits some cause; in which place is left to `evaluate`."""
    if holds is (leaf.operator is Operator.NE):
        return ALWAYS
    patterns = (
        CauseJson(Operator.EQ, (doubt.without_coverage(each),)) for each in leaf.causes
    )
    tests = [_role_test(each, holds=True) for each in patterns]
    return _joined(tests, all_of=True)


def _role_test(leaf: Leaf, holds: bool, *, timed: bool = False) -> Formula:
    if not holds and (timed or doubt.is_of_the_root(leaf)):
        return ALWAYS
    asked = _within_time(leaf) if timed else leaf

    @lru_cache(maxsize=_CACHED_KINDS_OF_DOUBT)
    def compiled(loose: tuple[str, ...]) -> Filter:
        return compile_filter(doubt.settled(asked, loose, holds))

    def admits(role: LoneRole) -> bool:
        return compiled(role.loose)(role.summary)

    def words(loose: tuple[str, ...]) -> tuple[plan.WordTest, ...]:
        return tuple(doubt.word_tests(leaf, loose)) if holds else ()

    figures = doubt.figures(leaf) if holds else None
    return RoleTest(str(leaf), holds, admits, words, figures)


def _within_time(leaf: Leaf) -> Leaf:
    """With braces, so that an occurrence is looked for, as by service times."""
    match leaf:
        case ServiceSelector(node, None):
            return ServiceSelector(node, Everything())
        case _:
            return leaf
