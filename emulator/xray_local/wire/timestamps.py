"""Moments in requests: epoch seconds, or an ISO 8601 text.

The service itself takes numbers only; a text is understood too, since people type
requests by hand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from xray_local.errors import SerializationFailed


def seconds_from(value: Any) -> float:
    """Epoch seconds; raises SerializationFailed for what is no moment."""
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SerializationFailed(
            f"{value!r} is no timestamp: send epoch seconds, such as 1700000000.25"
        )
    try:
        return float(value)
    except OverflowError as error:
        raise SerializationFailed("NUMBER_VALUE is beyond every timestamp") from error


def _from_text(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SerializationFailed(
            f"{text!r} is no timestamp: send epoch seconds, such as 1700000000.25"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
