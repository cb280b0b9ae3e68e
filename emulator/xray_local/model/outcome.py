"""How a request ended, in X-Ray's four classes."""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """One class for each observation, so that the four add up to the total."""

    OK = "ok"
    ERROR = "error"
    THROTTLE = "throttle"
    FAULT = "fault"


def outcome_of(
    *, error: bool, throttle: bool, fault: bool, status: int | None = None
) -> Outcome:
    """Throttle before fault before error: the order that the service's totals show.

    A flag counts, and so does the HTTP status behind it (429, 5xx, 4xx).
    """
    code = status or 0
    if code < 400 and not (throttle or fault or error):
        return Outcome.OK  # as nearly always
    if throttle or code == 429:
        return Outcome.THROTTLE
    if fault or 500 <= code <= 599:
        return Outcome.FAULT
    if error or 400 <= code <= 499:
        return Outcome.ERROR
    return Outcome.OK
