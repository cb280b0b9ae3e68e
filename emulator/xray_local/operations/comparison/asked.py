"""What a filter asks for by itself: no finding of the traces that it admits.

Of the traces that `error` finds, all ended in an error. That is true and tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xray_local.operations.breakdown.attributes import ANNOTATION, ATTRIBUTES
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    CausePart,
    CauseSelector,
    Comparison,
    EdgeSelector,
    Field,
    Keyword,
    NodePattern,
    Not,
    Or,
    ServiceSelector,
    Tree,
)

_ENDED = frozenset({"outcome", "http.status"})
"""A status is an outcome in other words."""

_OUTCOMES = {"ok", "error", "throttle", "fault"}


@dataclass(frozen=True, slots=True)
class Asked:
    """`attributes` are asked for as such, `nodes` (names and types) one by one."""

    attributes: frozenset[str]
    nodes: frozenset[tuple[str, str]]

    def says(self, attribute: str, value: object) -> bool:
        return attribute in self.attributes or (attribute, value) in self.nodes


def asked_by(*trees: Tree) -> Asked:
    """Outside of braces; within, a filter asks something of a part of a trace only."""
    leaves = [leaf for tree in trees for leaf in _leaves(tree)]
    return Asked(
        frozenset(name for leaf in leaves for name in _attributes(leaf)),
        frozenset(node for leaf in leaves for node in _nodes(leaf)),
    )


def _leaves(tree: Tree) -> Iterator[Tree]:
    pending = [tree]
    while pending:
        match pending.pop():
            case And(terms) | Or(terms):
                pending.extend(terms)
            case Not(operand):
                pending.append(operand)
            case leaf:
                yield leaf


def _attributes(leaf: Tree) -> frozenset[str]:
    match leaf:
        case Bare(field) | Comparison(field):
            return _of_field(field)
        case CauseSelector(kind, CausePart.EXCEPTION):
            return frozenset({f"rootcause.{kind.value}.message"})
        case CauseSelector(kind):
            causes = f"rootcause.{kind.value}."
            return frozenset(name for name in ATTRIBUTES if name.startswith(causes))
        case _:
            return frozenset()


def _of_field(field: Field) -> frozenset[str]:
    match field:
        case Annotation(key):
            return frozenset({f"{ANNOTATION}{key}"})
        case Keyword(name):
            ended = name in _OUTCOMES or name in _ENDED
            return _ENDED if ended else frozenset({name} & ATTRIBUTES.keys())


def _nodes(leaf: Tree) -> Iterator[tuple[str, str]]:
    match leaf:
        case ServiceSelector(node):
            yield from _named(node)
        case EdgeSelector(source, target):
            yield from _named(source)
            yield from _named(target)


def _named(node: NodePattern | None) -> Iterator[tuple[str, str]]:
    if node is not None and node.name is not None:
        yield "service", node.name
    if node is not None and node.type is not None:
        yield "type", node.type
