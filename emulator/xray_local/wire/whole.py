"""A document as a whole: what is taken must be readable, and printable, later on.

The typed decode skips the members that mean nothing to X-Ray Local, so it would let
through there what no later reader can take: numbers beyond every double, and nesting
that runs out of stack.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from xray_local.errors import DocumentRejected

MAX_NESTING = 320
"""Arrays and objects inside one another. Room for the deepest subsegments that are taken
and half a hundred levels in their metadata; Python's stack ends at a thousand."""

_SHAPE = bytes.maketrans(b"123456789.+-E \t\r\n,[", b"000000000000e::::::")
"""Writes every digit, sign and point as 0 and all that may precede a number as a colon,
so that numbers are found by their shape."""

_LONG_NUMBER = b"0" * 200
_LARGE_EXPONENT = re.compile(rb":0+e000")
"""In every number beyond a double that is not long; in hardly any id or text."""

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def is_doubtful(document: bytes) -> bool:
    """Cheap; False for most documents, and never for one that is unreadable."""
    shape = document.translate(_SHAPE)
    if _LARGE_EXPONENT.search(shape) is not None:
        return True
    return _is_extreme(document, shape)


def _is_extreme(document: bytes, shape: bytes) -> bool:
    """Whether reading it is not enough: it must be walked through, too."""
    nested = document.count(b"[") + document.count(b"{")
    return nested > MAX_NESTING or _LONG_NUMBER in shape


def read_whole(document: bytes) -> Any:
    """Its JSON; raises DocumentRejected where that is none, or none for later readers."""
    try:
        document.decode()
        raw = msgspec.json.decode(document)
        if _is_extreme(document, document.translate(_SHAPE)):
            _check(raw)
    except (*_UNREADABLE, OverflowError) as error:
        raise DocumentRejected("ParseError") from error
    return raw


def _check(raw: Any) -> None:
    """Raises RecursionError or OverflowError; level by level, as depth is free."""
    level = [raw]
    for _ in range(MAX_NESTING + 1):
        below: list[Any] = []
        for value in level:
            match value:
                case dict():
                    below.extend(value.values())
                case list():
                    below.extend(value)
                case int():
                    float(value)
        if not below:
            return
        level = below
    raise RecursionError(f"nested deeper than {MAX_NESTING} levels")
