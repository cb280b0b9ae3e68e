"""Where a page of summaries ended."""

from __future__ import annotations

import msgspec


class Position(msgspec.Struct, frozen=True, array_like=True):
    """The next page starts strictly after this trace, newest first.

    `moment` is the time that the window is about (start, or receipt for EVENT).
    """

    moment: float
    trace_id: str
