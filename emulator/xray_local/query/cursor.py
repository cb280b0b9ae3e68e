"""Where in an expression a person is typing: what is whole before, and what is begun.

This reads broken text on purpose: a string without its end, half a word. So it knows the
outlines of tokens only; what may stand where is the grammar's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<annotation>(?:(?:source|destination)\.)?annotation
          \[\s*(?:"(?:[^"\\]|\\.)*"?|[^\]\s"]*)\s*(?P<bracket>\])?)
    | (?P<string>"(?:[^"\\]|\\.)*(?P<quote>")?)
    | (?P<word>[^\s(){}\[\],:!<>="#]+)
    | \s+ | [^\s]
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_REST_OF_STRING = re.compile(r'[^\s"(){}]*"')


@dataclass(frozen=True, slots=True)
class Cursor:
    """`typed` is the beginning of the token that spans `start` to `end`; it may be ''."""

    before: str
    typed: str
    start: int
    end: int


def cursor_at(expression: str, at: int) -> Cursor:
    """The cursor before the character at that offset.

    >>> cursor_at('ok AND serv', 11)
    Cursor(before='ok AND ', typed='serv', start=7, end=11)
    """
    at = max(0, min(at, len(expression)))
    for token in _TOKEN.finditer(expression):
        start, end = token.span()
        if start < at <= end and _is_begun(token, at):
            return Cursor(
                before=expression[:start],
                typed=expression[start:at],
                start=start,
                end=_end_of(token, at),
            )
    return Cursor(expression[:at], "", at, at)


def _is_begun(token: re.Match[str], at: int) -> bool:
    """Whether typing on would change this token: not behind a string's last quote."""
    if token["word"]:
        return True
    if token["annotation"]:
        return at < token.end() or not token["bracket"]
    return bool(token["string"]) and (at < token.end() or not token["quote"])


def _end_of(token: re.Match[str], at: int) -> int:
    """What a choice replaces: the token, but no more than a string that looks like one.

    Behind an open string everything up to the next one's quote would be inside.
    """
    if not token["string"]:
        return token.end()
    rest = _REST_OF_STRING.match(token.string, at)
    return rest.end() if rest and token["quote"] else at
