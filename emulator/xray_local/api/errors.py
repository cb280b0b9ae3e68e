"""The one place that knows which HTTP status and AWS name an error has.

As in the recordings, the name is in the header `x-amzn-errortype`; it stands in the body
as `__type` too, for clients that look there. Whether the text's key is `Message` or
`message` depends on which part of the service answers.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from xray_local.api.answers import answer
from xray_local.errors import (
    ExpressionError,
    InvalidRequest,
    OperationMissing,
    Overloaded,
    RuleLimitExceeded,
    SerializationFailed,
    UnknownOperation,
    ValidationFailed,
    XRayLocalError,
)

_NAMES: dict[type[XRayLocalError], tuple[int, str, str]] = {
    SerializationFailed: (400, "SerializationException", "Message"),
    ValidationFailed: (400, "ValidationException", "message"),
    InvalidRequest: (400, "InvalidRequestException", "Message"),
    ExpressionError: (400, "InvalidRequestException", "Message"),
    RuleLimitExceeded: (400, "RuleLimitExceededException", "Message"),
    Overloaded: (429, "ThrottledException", "Message"),
    OperationMissing: (501, "NotImplementedException", "Message"),
}


def error_name(error: XRayLocalError) -> str:
    if isinstance(error, UnknownOperation):
        return "UnknownOperationException"
    return _NAMES[type(error)][1]


def error_answer(error: XRayLocalError) -> Response:
    if isinstance(error, UnknownOperation):
        return _unknown_operation()
    status, name, key = _NAMES[type(error)]
    body: dict[str, Any] = {key: str(error), "__type": name}
    if isinstance(error, ExpressionError):
        body |= _place(error)
    return answer(body, status, {"x-amzn-errortype": name})


def internal_failure() -> Response:
    return answer(
        {"message": None, "__type": "InternalFailure"},
        500,
        {"x-amzn-errortype": "InternalFailure"},
    )


def _place(error: ExpressionError) -> dict[str, Any]:
    """Beyond X-Ray: where the mistake is, for a caret; `Position` is 1-based."""
    return {
        "Position": error.position + 1,
        "Length": error.length,
        "Expected": list(error.expected),
        "Suggestion": error.suggestion,
    }


def _unknown_operation() -> Response:
    """X-Ray answers 200 with an envelope when the path is no operation's."""
    envelope = {"__type": "com.amazon.coral.service#UnknownOperationException"}
    return answer({"Output": envelope, "Version": "1.0"}, 200, {})
