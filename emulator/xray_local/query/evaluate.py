"""Decides whether a summary matches: a tree becomes closures once, then runs per trace.

With several services, calls or causes to look at, one that matches is enough. What a
single field's test means is in `predicates.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from xray_local.model.summary import Call, Occurrence, ServiceId, Summary
from xray_local.model.window import Window
from xray_local.query import causes, scopes
from xray_local.query.fields import Crossing, Visit
from xray_local.query.predicates import Predicate, always, never, predicate
from xray_local.query.scopes import Scope
from xray_local.query.syntax import (
    And,
    CauseJson,
    CauseKind,
    CausePart,
    CauseSelector,
    EdgeSelector,
    Everything,
    GroupReference,
    Json,
    NodePattern,
    Not,
    Operator,
    Or,
    Selector,
    ServiceSelector,
    Tree,
)

T = TypeVar("T")
Filter = Predicate[Summary]
Found = Occurrence | Call
Finder = Callable[[Summary], Found | None]


def compile_filter(tree: Tree, *, ending_in: Window | None = None) -> Filter:
    """The decision that a checked tree makes about a summary.

    With `ending_in`, service() and edge() only accept what ended in that window, both
    bounds included: TimeRangeType `Service`. Group references must be filled in before
    (`expression.fill_groups`); one that is left belongs to no group and matches nothing.
    """
    return _compile(tree, lambda leaf: _trace_leaf(leaf, ending_in))


def compile_finder(tree: Tree, *, ending_in: Window | None = None) -> Finder | None:
    """Which occurrence or call matched, for `MatchedService` and `MatchedEdge`.

    Of the selectors that are not negated, the first that finds something decides. None
    if the tree has no such selector.
    """
    finders = [_finder(selector, ending_in) for selector in selectors_of(tree)]
    if not finders:
        return None

    def find(trace: Summary) -> Found | None:
        for finder in finders:
            found = finder(trace)
            if found is not None:
                return found
        return None

    return find


def selectors_of(tree: Tree) -> list[Selector]:
    """The service() and edge() selectors of a tree that are not negated, in order."""
    found: list[Selector] = []
    pending = [tree]
    while pending:
        part = pending.pop()
        match part:
            case And(terms) | Or(terms):
                pending.extend(reversed(terms))
            case ServiceSelector() | EdgeSelector():
                found.append(part)
            case _:
                pass
    return found


def _compile(tree: Tree, leaf: Callable[[Tree], Predicate[T]]) -> Predicate[T]:
    match tree:
        case Everything():
            return always
        case And(terms) | Or(terms):
            parts = []
            for term in terms:
                parts.append(_compile(term, leaf))  # noqa: PERF401 - a frame less deep
            return _all(parts) if isinstance(tree, And) else _any(parts)
        case Not(operand):
            return _negation(_compile(operand, leaf))
        case _:
            return leaf(tree)


def _negation(inner: Predicate[T]) -> Predicate[T]:
    return lambda subject: not inner(subject)


def _all(parts: list[Predicate[T]]) -> Predicate[T]:
    def every(subject: T) -> bool:
        for part in parts:  # noqa: SIM110 - a generator would double the cost
            if not part(subject):
                return False
        return True

    return every


def _any(parts: list[Predicate[T]]) -> Predicate[T]:
    def some(subject: T) -> bool:
        for part in parts:  # noqa: SIM110
            if part(subject):
                return True
        return False

    return some


def _trace_leaf(tree: Tree, ending_in: Window | None) -> Filter:
    match tree:
        case ServiceSelector() | EdgeSelector():
            return _selector(tree, ending_in)
        case CauseSelector():
            return _cause(tree)
        case CauseJson(operator, pattern):
            listed = _listed(pattern)
            return _negation(listed) if operator is Operator.NE else listed
        case GroupReference(operator=operator):
            return always if operator is Operator.NE else never
        case _:
            return predicate(tree, scopes.TRACE)


def _compile_block(tree: Tree | None, scope: Scope[T]) -> Predicate[T]:
    if tree is None:
        return always
    return _compile(tree, lambda leaf: predicate(leaf, scope))


def _selector(selector: Selector, ending_in: Window | None) -> Filter:
    find = _finder(selector, ending_in)
    match selector:
        case ServiceSelector(NodePattern(type="client") as node, None) if not ending_in:
            # The client reports nothing, so it has calls but no occurrence.
            is_meant = node_filter(node)
            return lambda trace: any(is_meant(call.source) for call in trace.calls)
        case _:
            return lambda trace: find(trace) is not None


def _finder(selector: Selector, ending_in: Window | None) -> Finder:
    ended = _ended_in(ending_in)
    match selector:
        case ServiceSelector(node, block):
            return _occurrence_finder(
                node_filter(node), _compile_block(block, scopes.SERVICE), ended
            )
        case EdgeSelector(source, target, block):
            return _call_finder(
                node_filter(source),
                node_filter(target),
                _compile_block(block, scopes.EDGE),
                ended,
            )


def _occurrence_finder(
    is_meant: Predicate[ServiceId], accepts: Predicate[Visit], ended: Predicate[Found]
) -> Finder:
    def find(trace: Summary) -> Occurrence | None:
        for seen in trace.occurrences:
            if is_meant(seen.service) and ended(seen) and accepts(Visit(seen, trace)):
                return seen
        return None

    return find


def _call_finder(
    from_source: Predicate[ServiceId],
    to_target: Predicate[ServiceId],
    accepts: Predicate[Crossing],
    ended: Predicate[Found],
) -> Finder:
    def find(trace: Summary) -> Call | None:
        for call in trace.calls:
            if (
                from_source(call.source)
                and to_target(call.target)
                and ended(call)
                and accepts(Crossing(call, trace))
            ):
                return call
        return None

    return find


def _ended_in(window: Window | None) -> Predicate[Found]:
    if window is None:
        return always
    start, end = window.start, window.end
    return lambda found: found.end is not None and start <= found.end <= end


def node_filter(pattern: NodePattern | None) -> Predicate[ServiceId]:
    """Is this the service that the pattern means? None means any."""
    if pattern is None:
        return always
    name, type_, account_id = pattern.name, pattern.type, pattern.account_id
    if type_ is None and account_id is None:
        return lambda service: service.name == name
    return lambda service: (
        (name is None or service.name == name)
        and (type_ is None or service.type == type_)
        and (account_id is None or service.account_id == account_id)
    )


def _cause(selector: CauseSelector) -> Filter:
    listed = causes.causes_of(selector.kind)
    block = selector.filter
    match selector.part:
        case CausePart.SERVICE:
            in_service = _compile_block(block, scopes.CAUSE_SERVICE)
            return lambda trace: any(map(in_service, causes.services_in(listed(trace))))
        case CausePart.ENTITY:
            in_entity = _compile_block(block, scopes.CAUSE_ENTITY)
            return lambda trace: any(map(in_entity, causes.entities_in(listed(trace))))
        case CausePart.EXCEPTION:
            thrown = _compile_block(block, scopes.CAUSE_EXCEPTION)
            return lambda trace: any(map(thrown, causes.exceptions_in(listed(trace))))


def _listed(pattern: tuple[Json, ...]) -> Filter:
    """Some category's list of causes is this one."""
    categories = tuple(map(causes.causes_of, CauseKind))
    return lambda trace: any(
        causes.fits(pattern, causes.as_json(category(trace))) for category in categories
    )
