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

_HUGE = re.compile(rb"[eE]\+?[0-9]{3}|[0-9]{200}")
"""In every number that is beyond a double; now and then in an id, too."""

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def is_doubtful(document: bytes) -> bool:
    """Cheap; False for nearly all documents, and never for one that is unreadable."""
    return (
        document.count(b"[") + document.count(b"{") > MAX_NESTING
        or _HUGE.search(document) is not None
    )


def read_whole(document: bytes) -> Any:
    """Its JSON; raises DocumentRejected where that is none, or none for later readers."""
    try:
        document.decode()
        raw = msgspec.json.decode(document)
        if is_doubtful(document):
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
