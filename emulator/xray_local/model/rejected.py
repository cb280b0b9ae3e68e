"""A document that was refused, as far as it is kept for those who look for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Transport(Enum):
    UDP = "UDP"
    HTTP = "HTTP"


@dataclass(frozen=True, slots=True)
class RejectedDocument:
    """`text` is its beginning, of `size` bytes in all; `at` in epoch seconds.

    `code` is X-Ray's ErrorCode and `message` its text. The ids are those that could be
    read, however broken the rest is.
    """

    at: float
    sender: str
    transport: Transport
    code: str
    message: str
    segment_id: str | None
    trace_id: str | None
    size: int
    text: str
