"""From text to a syntax tree, by the LALR parser that Lark makes of `grammar.lark`.

Words become terminals on their way from lexer to parser (`words.py`), so an unknown word
is met, and reported, where reading stops: the first mistake in reading order wins.
Whether a known field may stand where it stands is left to `check.py`. Lark takes 70 ms to
import: only `expression.parse` imports this module, when the first expression comes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from xray_local.errors import ExpressionError
from xray_local.model.segment import Scalar
from xray_local.query import mistakes
from xray_local.query.mistakes import Mistake
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
    Everything,
    Field,
    GroupReference,
    Json,
    JsonObject,
    Keyword,
    NodePattern,
    Not,
    Operator,
    Or,
    Place,
    ServiceSelector,
    Tree,
)
from xray_local.query.words import terminal_of

MAX_LENGTH = 32_768
"""Characters. X-Ray states no limit today; its older guide had 2,000."""

MAX_DEPTH = 128
"""Brackets, braces and negations inside one another."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character: no stored text can hold one, no answer could be written with it."""


def read(expression: str) -> Tree:
    """The tree of an expression, not yet checked; blank text is `Everything`.

    Raises ExpressionError.
    """
    if not expression.strip():
        return Everything()
    if len(expression) > MAX_LENGTH:
        raise _too_long(expression)
    half = _SURROGATE.search(expression)
    if half is not None:
        raise Mistake("half a character", Place(half.start(), 1)).at(expression)
    try:
        return _parser().parse(expression)  # type: ignore[return-value]  # by _Builder
    except UnexpectedInput as stopped:
        raise mistakes.explain(expression, stopped, next_terminals) from None
    except Mistake as mistake:
        raise mistake.at(expression) from None


def next_terminals(beginning: str) -> frozenset[str]:
    """The grammar's terminals that may follow a text without a mistake.

    Raises Lark's UnexpectedInput, or Mistake, if the text has one.
    """
    return _tokens_and_next(beginning)[1]


def read_beginning(beginning: str) -> tuple[list[Token], frozenset[str]]:
    """The tokens of an expression's beginning, and the terminals that may follow.

    Raises ExpressionError.
    """
    if len(beginning) > MAX_LENGTH:
        raise _too_long(beginning)
    try:
        return _tokens_and_next(beginning)
    except UnexpectedInput as stopped:
        raise mistakes.explain(beginning, stopped, next_terminals) from None
    except Mistake as mistake:
        raise mistake.at(beginning) from None


def _tokens_and_next(beginning: str) -> tuple[list[Token], frozenset[str]]:
    state = _parser().parse_interactive(beginning)
    tokens = state.exhaust_lexer()
    accepted: set[str] = state.accepts()  # type: ignore[no-untyped-call]  # Lark's
    return tokens, frozenset(accepted)


def _too_long(expression: str) -> ExpressionError:
    return ExpressionError(
        f"expression is longer than {MAX_LENGTH} characters",
        expression=expression,
        position=MAX_LENGTH,
    )


@cache
def _parser() -> Lark:
    return Lark.open(
        "grammar.lark",
        rel_to=__file__,
        parser="lalr",
        lexer="basic",
        maybe_placeholders=True,
        transformer=_Builder(),
        postlex=_Words(),
    )


class _Words:
    """Gives each word its terminal, and watches how deep the expression nests."""

    always_accept = ("WORD",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        opened = [0]  # the depth inside each open bracket
        negations = 0  # that the next primary stands under
        for token in stream:
            terminal = terminal_of(token) if token.type == "WORD" else token.type
            yield Token.new_borrow_pos(terminal, token.value, token)
            if terminal in ("_BANG", "_NOT"):
                negations += 1
            elif token in ("(", "{", "["):
                opened.append(opened[-1] + negations + 1)
                negations = 0
            else:
                negations = 0
                if token in (")", "}", "]") and len(opened) > 1:
                    opened.pop()
            if opened[-1] + negations > MAX_DEPTH:
                reason = f"nested deeper than {MAX_DEPTH} levels"
                raise Mistake(reason, place_of(token))


def place_of(token: Token) -> Place:
    return Place(token.start_pos or 0, len(token))


def text_of(token: Token) -> str:
    """The value of a STRING. Raw line breaks are taken as they are."""
    text: str = json.loads(token, strict=False)
    if _SURROGATE.search(text):
        raise Mistake("half a character", place_of(token))
    return text


def annotation_of(word: Token) -> Annotation:
    """The field of an ANNOTATION."""
    prefix, _, key = word.partition("[")
    if key:
        key = key.removesuffix("]").strip()
        key = text_of(word.update(value=key)) if key.startswith('"') else key
    else:
        prefix, _, key = word.rpartition(".")
    side = prefix.lower().rpartition("annotation")[0].removesuffix(".")
    return Annotation(key, side or None, place_of(word))


def number_of(token: Token) -> int | float:
    """Whole numbers stay whole, unless they have more digits than any figure."""
    digits = token.lstrip("+-")
    if digits.isdecimal() and len(digits) <= 18:
        return int(token)
    number = float(token)
    if not math.isfinite(number):
        raise Mistake("number out of range", place_of(token))
    return number


@v_args(inline=True)
class _Builder(Transformer[Token, Tree]):
    """One method for each rule of the grammar."""

    def any_of(self, *terms: Tree) -> Tree:
        return Or(terms)

    def all_of(self, *terms: Tree) -> Tree:
        return And(terms)

    def negation(self, operand: Tree) -> Tree:
        return Not(operand)

    def test(self, field: Field) -> Tree:
        return Bare(field)

    def comparison(self, field: Field, operator: Token, literal: Scalar) -> Tree:
        return Comparison(field, _operator(operator), literal, place_of(operator))

    def keyword(self, word: Token) -> Field:
        return Keyword(word.lower(), place_of(word))

    def annotation(self, word: Token) -> Field:
        return annotation_of(word)

    def literal(self, token: Token) -> Scalar:
        match token.type:
            case "STRING":
                return text_of(token)
            case "NUMBER":
                return number_of(token)
            case _:
                return token.type == "TRUE"

    def node_name(self, name: Token) -> NodePattern:
        return NodePattern(name=text_of(name))

    def part(self, name: Token, value: Token) -> tuple[Token, str]:
        return name, text_of(value)

    def node_id(self, *parts: tuple[Token, str]) -> NodePattern:
        given: dict[str, str] = {}
        for name, value in parts:
            if name.type in given:
                raise Mistake(f"'{name}' is given twice", place_of(name))
            given[name.type] = value
        return NodePattern(
            given.get("NAME"), given.get("TYPE"), given.get("ACCOUNT_ID")
        )

    def service(
        self, word: Token, node: NodePattern | None, block: Tree | None
    ) -> Tree:
        return ServiceSelector(node, block, place_of(word))

    def edge(
        self,
        word: Token,
        source: NodePattern | None,
        target: NodePattern | None,
        block: Tree | None,
    ) -> Tree:
        return EdgeSelector(source, target, block, place_of(word))

    def cause(self, word: Token, block: Tree) -> Tree:
        _, kind, part = word.lower().split(".")
        return CauseSelector(CauseKind(kind), CausePart(part), block, place_of(word))

    def cause_json(
        self, word: Token, operator: Token, causes: tuple[Json, ...]
    ) -> Tree:
        return CauseJson(_operator(operator), causes, place_of(word))

    def group_reference(self, word: Token, operator: Token, group: Token) -> Tree:
        by = word.lower().removeprefix("group.")
        return GroupReference(by, _operator(operator), text_of(group), place_of(word))

    def array(self, *values: Json) -> tuple[Json, ...]:
        return values

    def member(self, name: Token, value: Json) -> tuple[str, Json]:
        return text_of(name), value

    def json_object(self, *members: tuple[str, Json]) -> Json:
        return JsonObject(members)

    def json_literal(self, token: Token) -> Json:
        scalar: Json = None if token.type == "NULL" else self.literal(token)
        return scalar


def _operator(token: Token) -> Operator:
    return Operator(token.upper())
