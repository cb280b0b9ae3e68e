"""Why an expression cannot be read, in X-Ray's words where those are recorded.

X-Ray names the column of the word and the characters it read until no keyword could
begin so: `madeup` gives `Invalid input symbol: 'ma'`. At the end of the text it names the
whole expression instead, except for a bracket that is still open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from os.path import commonprefix

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from xray_local.errors import ExpressionError
from xray_local.query.fields import FIELDS, Kind
from xray_local.query.syntax import Place
from xray_local.query.words import TERMINALS, UNKNOWN

_SPELLINGS = {
    "RPAR": ")",
    "RBRACE": "}",
    "RSQB": "]",
    "COMMA": ",",
    "COLON": ":",
    "_AND": "AND",
    "_OR": "OR",
    "EQUAL": "=",
    "UNEQUAL": "!=",
    "LESS": "<",
    "AT_MOST": "<=",
    "MORE": ">",
    "AT_LEAST": ">=",
    "CONTAINS": "CONTAINS",
    "BEGINSWITH": "BEGINSWITH",
    "ENDSWITH": "ENDSWITH",
    "STRING": "a string in double quotes",
    "NUMBER": "a number",
    "TRUE": "true",
    "FALSE": "false",
    "_ID": "id()",
    "KEYWORD": "a keyword",
    "ANNOTATION": "annotation[key]",
    "SERVICE": "service()",
    "EDGE": "edge()",
    "CAUSE": "rootcause.fault.service { }",
    "CAUSE_JSON": "rootcause.json",
    "GROUP": "group.name",
    "_BANG": "!",
    "LPAR": "(",
    "LBRACE": "{",
    "HASH": "#",
    "LSQB": "[",
}
"""Terminal -> how a user would type it, best first."""

_BRACKETS = {"RPAR": ")", "RBRACE": "}", "RSQB": "]"}
_LONGEST = 64
"""Characters of a word that are looked at for a suggestion."""

_STRING_HEAD = re.compile(r'"[^"\\]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\]*)*')
_COMPARED = re.compile(r"([\w.]+)\s*(?:!?=|[<>]=?)\s*$")
_PLAIN_ANNOTATION = re.compile(r"annotation\.\w*", re.IGNORECASE)


class Mistake(Exception):
    """Raised where the expression is not at hand; `at` makes the real error of it."""

    def __init__(self, reason: str, place: Place) -> None:
        self.reason = reason
        self.place = place
        super().__init__(reason)

    def at(self, expression: str) -> ExpressionError:
        return ExpressionError(
            self.reason,
            expression=expression,
            position=self.place.start,
            length=self.place.length,
        )


def explain(
    expression: str,
    stopped: UnexpectedInput,
    next_terminals: Callable[[str], frozenset[str]],
) -> ExpressionError:
    """Lark's error as ours.

    `next_terminals` says what may follow a text. Lark's own error knows too few: it was
    raised after whatever the unexpected token had closed.
    """
    match stopped:
        case UnexpectedCharacters():
            return _broken_string(expression, stopped.pos_in_stream or 0)
        case UnexpectedToken(token=token):
            accepted = next_terminals(_read_before(expression, token))
            if token.type == "$END":
                return _ended(expression, accepted)
            if token.type == UNKNOWN:
                return _unknown_word(expression, token, accepted)
            return ExpressionError(
                f"Invalid input symbol: '{token}'",
                expression=expression,
                position=token.start_pos or 0,
                length=len(token),
                expected=_spelt(accepted),
            )
    raise stopped


def closest(word: str, allowed: tuple[str, ...]) -> str | None:
    """The allowed word that was probably meant: `url` is `http.url`, `resp` is begun."""
    word = word[:_LONGEST].lower()
    for candidate in allowed:
        if candidate.endswith(f".{word}") or candidate.startswith(word):
            return candidate
    return next(iter(get_close_matches(word, allowed, n=1, cutoff=0.6)), None)


def _broken_string(expression: str, start: int) -> ExpressionError:
    """The only text that is no terminal at all: a string with a mistake inside."""
    escape = _STRING_HEAD.match(expression, start)
    stopped_at = len(expression) if escape is None else escape.end()
    if stopped_at == len(expression):
        return ExpressionError(
            "missing '\"' at end of expression",
            expression=expression,
            position=stopped_at,
            expected=('"',),
        )
    symbol = expression[stopped_at : stopped_at + 2]
    return ExpressionError(
        f"Invalid input symbol: '{symbol}'",
        expression=expression,
        position=stopped_at,
        length=len(symbol),
        expected=("\\\\", '\\"', "\\n", "\\t", "\\u0000"),
        suggestion=f"\\{symbol}",
    )


def _read_before(expression: str, token: Token) -> str:
    return expression if token.type == "$END" else expression[: token.start_pos]


def _spelt(accepted: frozenset[str]) -> tuple[str, ...]:
    return tuple(text for name, text in _SPELLINGS.items() if name in accepted)


def _ended(expression: str, accepted: frozenset[str]) -> ExpressionError:
    missing = next((_BRACKETS[name] for name in _BRACKETS if name in accepted), None)
    reason = (
        f"missing '{missing}' at end of expression"
        if missing
        else f"Invalid input symbol: '{expression}'"
    )
    return ExpressionError(
        reason,
        expression=expression,
        position=len(expression),
        expected=_spelt(accepted),
    )


def _unknown_word(
    expression: str, word: Token, accepted: frozenset[str]
) -> ExpressionError:
    start = word.start_pos or 0
    return ExpressionError(
        f"Invalid input symbol: '{_symbol(expression, start, word)}'",
        expression=expression,
        position=start,
        length=len(word),
        expected=_spelt(accepted),
        suggestion=_meant(word, accepted, _compared_kind(expression[:start])),
    )


def _symbol(expression: str, start: int, word: str) -> str:
    """What X-Ray had read when it knew that no keyword begins so."""
    annotation = _PLAIN_ANNOTATION.match(word)
    if annotation:
        known = annotation.end()
    else:
        lowered = word.lower()
        begins = (*TERMINALS, "annotation.", "annotation[")
        # Character by character is what is wanted here.
        known = max(len(commonprefix([name, lowered])) for name in begins)  # noqa: RUF071
    return expression[start : start + known + 1].rstrip()


def _compared_kind(before: str) -> Kind | None:
    """What a value that comes next is compared with; None where nothing tells."""
    found = _COMPARED.search(before)
    field = FIELDS.get(found[1].lower()) if found else None
    return None if field is None else field.kind


def _meant(word: str, accepted: frozenset[str], compared: Kind | None) -> str | None:
    if compared is Kind.NUMBER:
        return None  # no number can be guessed from a text that is none
    prefix, _, key = word.partition(".")
    if prefix.lower() == "annotation" and "ANNOTATION" in accepted:
        return f"annotation[{key or 'key'}]"
    may_be_string = "STRING" in accepted and compared is not Kind.BOOLEAN
    if may_be_string and word.lower() not in TERMINALS:
        bare = word.strip("'")
        return f'"{bare}"'
    allowed = {
        known: _spelling(known, terminal)
        for known, terminal in TERMINALS.items()
        if terminal in accepted
    }
    found = closest(word, tuple(allowed))
    return None if found is None else allowed[found]


def _spelling(word: str, terminal: str) -> str:
    text = _SPELLINGS.get(terminal, word)
    return text if text.lower().startswith(word) else word
