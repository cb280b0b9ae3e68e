"""A retrieval: traces asked for at once, to be read page by page for an hour."""

from __future__ import annotations

from enum import Enum

import msgspec


class RetrievalStatus(Enum):
    """Nothing here takes time, so a retrieval is complete as soon as it is started."""

    COMPLETE = "COMPLETE"
    CANCELLED = "CANCELLED"


class Retrieval(msgspec.Struct, frozen=True, array_like=True):
    """Times are epoch seconds; `start` and `end` bound the starts of the traces."""

    trace_ids: tuple[str, ...]
    start: float
    end: float
    started_at: float
    status: RetrievalStatus = RetrievalStatus.COMPLETE
