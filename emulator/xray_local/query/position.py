"""What the parser knows behind the whole tokens of an expression's beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xray_local.query import scopes, syntax
from xray_local.query.scopes import AnyScope

if TYPE_CHECKING:
    from lark import Token

_OPERATORS = {
    *("EQUAL", "UNEQUAL", "LESS", "AT_MOST", "MORE", "AT_LEAST"),
    *("CONTAINS", "BEGINSWITH", "ENDSWITH"),
}


@dataclass(frozen=True, slots=True)
class Position:
    """`accepted` are the terminals that may follow, within `scope`.

    `field` is the one that was just named, with an operator behind it or not.
    `node_part` is NAME or TYPE where a string says which services are meant,
    `group_part` is `group.name` or `group.arn` where it says which group is.
    """

    accepted: frozenset[str]
    scope: AnyScope
    field: syntax.Field | None
    node_part: str | None
    group_part: str | None

    @property
    def names_services(self) -> bool:
        """Whether the keyword `name` is a service's here."""
        return self.scope in (scopes.SERVICE, scopes.CAUSE_SERVICE)


def position_after(beginning: str) -> Position:
    """Raises ExpressionError where the beginning has a mistake."""
    # Lark takes 70 ms to import; a process that is asked no filter need not pay it.
    from xray_local.query.mistakes import Mistake  # noqa: PLC0415
    from xray_local.query.parse import read_beginning  # noqa: PLC0415

    tokens, accepted = read_beginning(beginning)
    scope = _scope(tokens)
    try:
        field = _field(tokens, accepted)
    except Mistake as mistake:
        raise mistake.at(beginning) from None
    if field is not None and scope.reader(field) is None:
        accepted = frozenset()  # nothing makes sense of a field that cannot stand here
    return Position(
        accepted, scope, field, _node_part(tokens, accepted), _group_part(tokens)
    )


def _scope(tokens: list[Token]) -> AnyScope:
    """The scope of the innermost open brace."""
    opened: list[AnyScope] = [scopes.TRACE]
    selected: AnyScope = scopes.TRACE
    for token in tokens:
        match token.type:
            case "SERVICE":
                selected = scopes.SERVICE
            case "EDGE":
                selected = scopes.EDGE
            case "CAUSE":
                part = token.lower().rpartition(".")[2]
                selected = scopes.of_part(syntax.CausePart(part))
            case "LBRACE":
                opened.append(selected)
            case "RBRACE":
                opened.pop()
    return opened[-1]


def _field(tokens: list[Token], accepted: frozenset[str]) -> syntax.Field | None:
    if tokens and tokens[-1].type in _OPERATORS:
        tokens = tokens[:-1]
    elif "EQUAL" not in accepted:
        return None
    from xray_local.query.parse import annotation_of  # noqa: PLC0415 - as above

    token = tokens[-1]
    match token.type:
        case "KEYWORD" | "NAME" | "TYPE":
            return syntax.Keyword(token.lower())
        case "ANNOTATION":
            return annotation_of(token)
        case _:
            return None


def _group_part(tokens: list[Token]) -> str | None:
    match tokens[-2:]:
        case [group, operator] if group.type == "GROUP" and operator.type in _OPERATORS:
            return group.lower()
        case _:
            return None


def _node_part(tokens: list[Token], accepted: frozenset[str]) -> str | None:
    if "STRING" not in accepted:
        return None
    if "_ID" in accepted:
        return "NAME"
    if len(tokens) >= 2 and tokens[-1].type == "COLON":
        return tokens[-2].type
    return None
