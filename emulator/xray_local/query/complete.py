"""What may come next in an expression: for a filter bar, as one types.

Lark's parser says which terminals may follow what is whole; the fields table and the
scope say which words those are, and the names seen lately which values. So whatever is
offered can be typed on to a valid expression.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from xray_local.errors import ExpressionError
from xray_local.model.names import Names
from xray_local.model.segment import Scalar
from xray_local.query import scopes, syntax
from xray_local.query.cursor import Cursor, cursor_at
from xray_local.query.fields import FIELDS, Kind
from xray_local.query.position import Position, position_after
from xray_local.query.syntax import Operator
from xray_local.query.words import CAUSES

MAX_CHOICES = 50


class ChoiceKind(Enum):
    KEYWORD = "Keyword"
    ANNOTATION = "Annotation"
    SELECTOR = "Selector"
    OPERATOR = "Operator"
    JOINER = "Joiner"
    SERVICE = "Service"
    VALUE = "Value"
    SYMBOL = "Symbol"


@dataclass(frozen=True, slots=True)
class Choice:
    """`insert` is what to put in place of what is typed; `detail` explains it."""

    kind: ChoiceKind
    insert: str
    detail: str = ""
    also: tuple[str, ...] = ()
    """Other ways to begin to type it."""


@dataclass(frozen=True, slots=True)
class Completions:
    """Choices, best first, for the expression's characters from `start` to `end`."""

    start: int
    end: int
    choices: tuple[Choice, ...]


def complete(expression: str, at: int, names: Names) -> Completions:
    """What may stand at an offset of an expression, given the text before it.

    Nothing where there is a mistake before.
    """
    cursor = cursor_at(expression, at)
    try:
        position = position_after(cursor.before)
    except ExpressionError:
        return Completions(cursor.start, cursor.end, ())
    offered = _Offer(position, names).choices(typing=bool(cursor.typed))
    return Completions(cursor.start, cursor.end, tuple(_fitting(offered, cursor)))


def _fitting(offered: Iterable[Choice], cursor: Cursor) -> list[Choice]:
    """Those that begin with what is typed, then those that have it inside."""
    typed = cursor.typed.casefold()
    inside = typed.strip('"')
    begun, holding = [], []
    for choice in dict.fromkeys(offered):
        words = [word.casefold() for word in (choice.insert, *choice.also)]
        if choice.insert == cursor.typed:
            continue
        if any(word.startswith(typed) for word in words):
            begun.append(choice)
        elif inside and any(inside in word for word in words):
            holding.append(choice)
    return (begun + holding)[:MAX_CHOICES]


class _Offer:
    """Every choice at one position, whatever is typed."""

    def __init__(self, position: Position, names: Names) -> None:
        self._position = position
        self._names = names

    def choices(self, *, typing: bool) -> Iterator[Choice]:
        """Behind a whole condition, another one is offered only once it is begun."""
        accepted = self._position.accepted
        yield from self._literals()
        yield from self._operators()
        for terminal, joiner in _JOINERS.items():
            if terminal in accepted:
                yield Choice(ChoiceKind.JOINER, joiner)
        if "KEYWORD" in accepted and (typing or "_AND" not in accepted):
            yield from self._operands()
        if "ACCOUNT_ID" in accepted:
            for part in ("name: ", "type: ", "account.id: "):
                yield Choice(ChoiceKind.KEYWORD, part, "of a service")
        for terminal, symbol in _SYMBOLS.items():
            if terminal in accepted:
                yield Choice(ChoiceKind.SYMBOL, symbol)

    def _operands(self) -> Iterator[Choice]:
        scope = self._position.scope
        for name in scope.keywords:
            yield Choice(ChoiceKind.KEYWORD, name, FIELDS[name].kind.value)
        if scope.annotation is not None:
            for side in ("", *(f"{side}." for side in scope.sides)):
                for key in self._names.annotations:
                    yield _annotation(side, key)
        if scope is scopes.TRACE:
            yield from _SELECTORS

    def _operators(self) -> Iterator[Choice]:
        accepted = self._position.accepted
        field = self._position.field
        kinds = (
            [FIELDS[field.name].kind] if isinstance(field, syntax.Keyword) else [*Kind]
        )
        valid = dict.fromkeys(each for kind in kinds for each in kind.operators)
        for operator in valid:
            if operator.name in accepted or _TERMINALS.get(operator) in accepted:
                yield Choice(ChoiceKind.OPERATOR, operator.value)

    def _literals(self) -> Iterator[Choice]:
        field = self._position.field
        match self._position.node_part:
            case "NAME":
                yield from self._service_names()
            case "TYPE":
                yield from self._service_types()
            case None if self._position.group_part is not None:
                yield from map(_value, self._groups(self._position.group_part))
            case None if field is not None and "STRING" in self._position.accepted:
                yield from self._values_of(field)

    def _groups(self, part: str) -> tuple[str, ...]:
        names = self._names
        return names.groups if part == "group.name" else names.group_arns

    def _values_of(self, field: syntax.Field) -> Iterator[Choice]:
        match field:
            case syntax.Annotation(key):
                for value in self._names.annotations.get(key, ()):
                    yield _value(value)
            case syntax.Keyword("name") if self._position.names_services:
                yield from self._service_names()
            case syntax.Keyword("type"):
                yield from self._service_types()
            case syntax.Keyword(name) if FIELDS[name].kind is Kind.BOOLEAN:
                yield from (_value(True), _value(False))

    def _service_names(self) -> Iterator[Choice]:
        names = dict.fromkeys(service.name for service in self._names.services)
        return (_value(name, ChoiceKind.SERVICE) for name in names)

    def _service_types(self) -> Iterator[Choice]:
        types = dict.fromkeys(service.type for service in self._names.services)
        return (_value(each) for each in types if each is not None)


_JOINERS = {"_AND": "AND", "_OR": "OR"}
_SYMBOLS = {
    "RPAR": ")",
    "RBRACE": "}",
    "RSQB": "]",
    "COMMA": ",",
    "COLON": ":",
    "LPAR": "(",
    "LBRACE": "{",
    "HASH": "#[",
    "_BANG": "!",
    "_ID": "id(",
}
_TERMINALS = {
    Operator.EQ: "EQUAL",
    Operator.NE: "UNEQUAL",
    Operator.LT: "LESS",
    Operator.LE: "AT_MOST",
    Operator.GT: "MORE",
    Operator.GE: "AT_LEAST",
}
_SELECTORS = (
    Choice(ChoiceKind.SELECTOR, "service(", "a service, with a filter in braces"),
    Choice(ChoiceKind.SELECTOR, "edge(", "a call from one service to another"),
    *(
        Choice(ChoiceKind.SELECTOR, f"{cause} {{ ", "a step of a root cause")
        for cause in CAUSES
    ),
    Choice(ChoiceKind.SELECTOR, "rootcause.json = #[", "root causes as JSON"),
    Choice(ChoiceKind.SELECTOR, "group.name = ", "the traces of a group"),
    Choice(ChoiceKind.SELECTOR, "group.arn = ", "the traces of a group"),
)


def _annotation(side: str, key: str) -> Choice:
    """`annotation.key`, or in brackets where the key has a dot."""
    plain, bracketed = f"{side}annotation.{key}", f"{side}annotation[{key}"
    return Choice(
        ChoiceKind.ANNOTATION,
        plain if re.fullmatch(r"\w+", key) else f"{bracketed}]",
        also=(plain, bracketed, f'{side}annotation["{key}', key),
    )


def _value(value: Scalar, kind: ChoiceKind = ChoiceKind.VALUE) -> Choice:
    text = json.dumps(value, ensure_ascii=False)
    return Choice(kind, text, also=(text.strip('"'),))
