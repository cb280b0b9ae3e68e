"""Group references: each stands for the group's own expression.

They are filled in before planning and evaluation, so neither needs to know groups. A
reference to an unknown group stays, and matches nothing. The limits keep groups that
refer to one another from growing without bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xray_local.errors import ExpressionError
from xray_local.query.syntax import And, GroupReference, Not, Operator, Or, Tree

MAX_REFERENCES = 100
MAX_DEPTH = 256
"""Levels of the whole tree, counting into the groups."""


class Filler:
    """Fills in one expression. `groups` maps group names and ARNs to expressions."""

    def __init__(
        self,
        expression: str,
        groups: Mapping[str, str],
        parse: Callable[[str], Tree],
    ) -> None:
        self._expression = expression
        self._groups = groups
        self._parse = parse
        self._references = 0
        self._open: list[GroupReference] = []  # outermost first

    def fill(self, tree: Tree, depth: int = 0) -> Tree:
        """Raises ExpressionError, at the reference in the outermost expression."""
        if self._open and depth > MAX_DEPTH:
            self._refuse("too many groups refer to one another")
        match tree:
            case And(terms):
                return And(self._each(terms, depth + 1))
            case Or(terms):
                return Or(self._each(terms, depth + 1))
            case Not(operand):
                return Not(self.fill(operand, depth + 1))
            case GroupReference():
                return self._reference(tree, depth)
            case _:
                return tree

    def _each(self, terms: tuple[Tree, ...], depth: int) -> tuple[Tree, ...]:
        filled = []
        for term in terms:
            filled.append(self.fill(term, depth))  # noqa: PERF401 - a frame less deep
        return tuple(filled)

    def _reference(self, reference: GroupReference, depth: int) -> Tree:
        expression = self._groups.get(reference.group)
        if expression is None:
            return reference
        self._open.append(reference)
        self._references += 1
        if any(reference.group == outer.group for outer in self._open[:-1]):
            self._refuse(f"group '{reference.group}' refers to itself")
        if self._references > MAX_REFERENCES:
            self._refuse("too many groups refer to one another")
        filled = self.fill(self._parse(expression), depth + 1)
        self._open.pop()
        return Not(filled) if reference.operator is Operator.NE else filled

    def _refuse(self, reason: str) -> None:
        outermost = self._open[0].at
        raise ExpressionError(
            reason,
            expression=self._expression,
            position=outermost.start,
            length=outermost.length,
        )
