"""How an entity failed: a span's status, its error type and its exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xray_local.wire.otlp.values import Json, key_values, nanoseconds

_UNSET, _ERROR = 0, 2
"""OTLP's status codes; "ok" is what an application says of itself, X-Ray never does."""

_FLAGS = ("fault", "throttle", "error")
"""Gravest first: a throttled call is sent as an error, too."""


def status_of(entity: Json) -> Json:
    if _flag(entity) is None:
        return {"code": _UNSET}
    thrown = next(_thrown(entity), {})
    message = thrown.get("message")
    told = {"message": message} if isinstance(message, str) else {}
    return {"code": _ERROR, **told}


def error_type(entity: Json) -> str | None:
    """The exception's type, else X-Ray's word for it; None of what went well."""
    flag = _flag(entity)
    if flag is None:
        return None
    kind = next(_thrown(entity), {}).get("type")
    return kind if isinstance(kind, str) else flag


def exceptions_of(entity: Json) -> list[Json]:
    """Events; X-Ray does not say when one was thrown: at the end at the latest."""
    start, end = entity["start_time"], entity.get("end_time")
    return [
        {
            "name": "exception",
            "timeUnixNano": nanoseconds(start if end is None else end),
            "attributes": key_values(
                [
                    ("exception.type", thrown.get("type")),
                    ("exception.message", thrown.get("message")),
                    ("exception.stacktrace", _stacktrace(thrown.get("stack"))),
                ]
            ),
        }
        for thrown in _thrown(entity)
    ]


def _flag(entity: Json) -> str | None:
    return next((flag for flag in _FLAGS if entity.get(flag) is True), None)


def _thrown(entity: Json) -> Iterator[Json]:
    """None where the cause is another entity's exception, by its id."""
    cause = entity.get("cause")
    exceptions = cause.get("exceptions") if isinstance(cause, dict) else None
    for each in exceptions if isinstance(exceptions, list) else ():
        if isinstance(each, dict):
            yield each


def _stacktrace(stack: Any) -> str | None:
    frames = [each for each in stack or () if isinstance(each, dict)]
    lines = [
        f"  at {frame.get('label')} ({frame.get('path')}:{frame.get('line')})"
        for frame in frames
    ]
    return "\n".join(lines) or None
