"""What a GET may say of a window: `start`, `end` (epoch seconds) and `by`."""

from __future__ import annotations

from starlette.datastructures import QueryParams

from xray_local.errors import InvalidRequest
from xray_local.model.window import TimeRangeType, Window


def window_asked(query: QueryParams) -> Window | None:
    """None where neither bound is given; raises InvalidRequest for one alone."""
    start, end = query.get("start"), query.get("end")
    if start is None and end is None:
        return None
    if start is None or end is None:
        missing, given = ("start", "end") if start is None else ("end", "start")
        raise InvalidRequest(
            f"{missing} is missing: start and end go together, and {given} is given"
        )
    return Window(moment_asked("start", start), moment_asked("end", end))


def by_asked(query: QueryParams) -> TimeRangeType:
    by = query.get("by", TimeRangeType.TRACE_ID.value)
    try:
        return TimeRangeType(by)
    except ValueError:
        allowed = ", ".join(each.value for each in TimeRangeType)
        raise InvalidRequest(f"by={by!r}: must be one of {allowed}") from None


def number_asked(query: QueryParams, name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidRequest(f"{name}={text!r}: must be a whole number")
    return int(text)


def moment_asked(name: str, text: str) -> float:
    """Epoch seconds; raises InvalidRequest."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not 0 <= seconds <= 1e11:
        raise InvalidRequest(
            f"{name}={text!r}: must be epoch seconds, such as 1700000000.25"
        )
    return seconds
