"""The syntax tree of a filter expression: frozen values, and the way back to text.

`str(tree)` is the canonical spelling: AND written out, brackets only where they change
the tree, annotations in brackets. Parsing it gives an equal tree: where a part stood in
the text (`at`) takes no part in equality.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from xray_local.model.segment import Scalar


@dataclass(frozen=True, slots=True)
class Place:
    """0-based offset and length in the expression.

    All places are equal: where a part stands is not what it means.
    """

    start: int = field(default=0, compare=False)
    length: int = field(default=0, compare=False)


NOWHERE = Place()


class _Spelt(ABC):
    """A part of a tree that knows how it is written."""

    __slots__ = ()

    @abstractmethod
    def spelling(self) -> Iterator[_Spelt | str]:
        """Texts and the parts between them."""

    def __str__(self) -> str:
        # No recursion: as text, too, a tree may be deeper than Python's stack.
        texts: list[str] = []
        pending: list[_Spelt | str] = [self]
        while pending:
            part = pending.pop()
            if isinstance(part, str):
                texts.append(part)
            else:
                pending.extend(reversed([*part.spelling()]))
        return "".join(texts)


class Operator(Enum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    CONTAINS = "CONTAINS"
    BEGINSWITH = "BEGINSWITH"
    ENDSWITH = "ENDSWITH"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of `fields.FIELDS`, in lower case."""

    name: str
    at: Place = NOWHERE

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Annotation:
    """`annotation[key]`; `side` is `source` or `destination`, inside edge() { } only."""

    key: str
    side: str | None = None
    at: Place = NOWHERE

    def __str__(self) -> str:
        bare = re.fullmatch(r"[\w./-]+", self.key)
        prefix = f"{self.side}." if self.side else ""
        return f"{prefix}annotation[{self.key if bare else _literal(self.key)}]"


Field = Keyword | Annotation


@dataclass(frozen=True, slots=True)
class Everything(_Spelt):
    """The empty expression: every trace."""

    def spelling(self) -> Iterator[_Spelt | str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class And(_Spelt):
    """Two terms or more."""

    terms: tuple[Tree, ...]

    def spelling(self) -> Iterator[_Spelt | str]:
        for index, term in enumerate(self.terms):
            yield " AND " if index else ""
            yield from _operand(term)


@dataclass(frozen=True, slots=True)
class Or(_Spelt):
    """Two terms or more."""

    terms: tuple[Tree, ...]

    def spelling(self) -> Iterator[_Spelt | str]:
        for index, term in enumerate(self.terms):
            yield " OR " if index else ""
            yield from (term,) if isinstance(term, And) else _operand(term)


@dataclass(frozen=True, slots=True)
class Not(_Spelt):
    operand: Tree

    def spelling(self) -> Iterator[_Spelt | str]:
        yield "!"
        yield from _operand(self.operand)


@dataclass(frozen=True, slots=True)
class Bare(_Spelt):
    """A field alone: a boolean is true, anything else is set."""

    field: Field

    def spelling(self) -> Iterator[_Spelt | str]:
        yield str(self.field)


@dataclass(frozen=True, slots=True)
class Comparison(_Spelt):
    field: Field
    operator: Operator
    literal: Scalar
    at: Place = NOWHERE
    """Where the operator stands."""

    def spelling(self) -> Iterator[_Spelt | str]:
        yield f"{self.field} {self.operator.value} {_literal(self.literal)}"


@dataclass(frozen=True, slots=True)
class NodePattern:
    """Which nodes are meant; None means any. At least one part is given."""

    name: str | None = None
    type: str | None = None
    account_id: str | None = None

    def __str__(self) -> str:
        if self.name is not None and self.type is None and self.account_id is None:
            return _literal(self.name)
        parts = {"name": self.name, "type": self.type, "account.id": self.account_id}
        given = (
            f"{part}: {_literal(text)}"
            for part, text in parts.items()
            if text is not None
        )
        return f"id({', '.join(given)})"


@dataclass(frozen=True, slots=True)
class ServiceSelector(_Spelt):
    """`service(node) { filter }`; without a node any service."""

    node: NodePattern | None = None
    filter: Tree | None = None
    at: Place = NOWHERE

    def spelling(self) -> Iterator[_Spelt | str]:
        yield f"service({self.node or ''})"
        yield from _block(self.filter)


@dataclass(frozen=True, slots=True)
class EdgeSelector(_Spelt):
    """`edge(source, target) { filter }`; without nodes any call."""

    source: NodePattern | None = None
    target: NodePattern | None = None
    filter: Tree | None = None
    at: Place = NOWHERE

    def spelling(self) -> Iterator[_Spelt | str]:
        nodes = (each for each in (self.source, self.target) if each is not None)
        yield f"edge({', '.join(map(str, nodes))})"
        yield from _block(self.filter)


class CauseKind(Enum):
    FAULT = "fault"
    ERROR = "error"
    RESPONSE_TIME = "responsetime"


class CausePart(Enum):
    SERVICE = "service"
    ENTITY = "entity"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class CauseSelector(_Spelt):
    """`rootcause.<kind>.<part> { filter }`."""

    kind: CauseKind
    part: CausePart
    filter: Tree
    at: Place = NOWHERE

    def spelling(self) -> Iterator[_Spelt | str]:
        yield f"rootcause.{self.kind.value}.{self.part.value}"
        yield from _block(self.filter)


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object as a value; arrays are tuples."""

    members: tuple[tuple[str, Json], ...]


Json = None | bool | int | float | str | tuple["Json", ...] | JsonObject


@dataclass(frozen=True, slots=True)
class CauseJson(_Spelt):
    """`rootcause.json = #[...]`; the operator is EQ or NE."""

    operator: Operator
    causes: tuple[Json, ...]
    at: Place = NOWHERE

    def spelling(self) -> Iterator[_Spelt | str]:
        yield f"rootcause.json {self.operator.value} #{_json(self.causes)}"


@dataclass(frozen=True, slots=True)
class GroupReference(_Spelt):
    """`group.name = "x"` or `group.arn = "x"`; the operator is EQ or NE."""

    by: str
    operator: Operator
    group: str
    at: Place = NOWHERE

    def spelling(self) -> Iterator[_Spelt | str]:
        yield f"group.{self.by} {self.operator.value} {_literal(self.group)}"


Selector = ServiceSelector | EdgeSelector
Leaf = Bare | Comparison | Selector | CauseSelector | CauseJson | GroupReference
Tree = Everything | And | Or | Not | Leaf


def _operand(tree: Tree) -> Iterator[_Spelt | str]:
    bracketed = isinstance(tree, And | Or)
    yield "(" if bracketed else ""
    yield tree
    yield ")" if bracketed else ""


def _block(tree: Tree | None) -> Iterator[_Spelt | str]:
    if tree is not None:
        yield " { "
        yield tree
        yield " }"


def _literal(value: Scalar) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json(value: Json) -> str:
    match value:
        case JsonObject(members):
            pairs = (f"{_literal(name)}: {_json(inner)}" for name, inner in members)
            return f"{{{', '.join(pairs)}}}"
        case tuple():
            return f"[{', '.join(_json(inner) for inner in value)}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
