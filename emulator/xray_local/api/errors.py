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
    GroupNotFound,
    InvalidRequest,
    OperationMissing,
    Overloaded,
    PolicyProblem,
    PolicyRefused,
    ResourceNotFound,
    RuleLimitExceeded,
    SerializationFailed,
    StoreDamaged,
    UnknownOperation,
    UnknownPage,
    ValidationFailed,
    XRayLocalError,
)

_NAMES: dict[type[XRayLocalError], tuple[int, str, str]] = {
    SerializationFailed: (400, "SerializationException", "Message"),
    ValidationFailed: (400, "ValidationException", "message"),
    InvalidRequest: (400, "InvalidRequestException", "Message"),
    GroupNotFound: (400, "InvalidRequestException", "Message"),
    ExpressionError: (400, "InvalidRequestException", "Message"),
    ResourceNotFound: (404, "ResourceNotFoundException", "Message"),
    UnknownPage: (404, "ResourceNotFoundException", "Message"),
    RuleLimitExceeded: (400, "RuleLimitExceededException", "Message"),
    Overloaded: (429, "ThrottledException", "Message"),
    StoreDamaged: (500, "InternalFailure", "Message"),
    OperationMissing: (501, "NotImplementedException", "Message"),
}


_POLICY_NAMES = {
    PolicyProblem.MALFORMED: "MalformedPolicyDocumentException",
    PolicyProblem.STALE: "InvalidPolicyRevisionIdException",
    PolicyProblem.LOCKOUT: "LockoutPreventionException",
    PolicyProblem.TOO_LARGE: "PolicySizeLimitExceededException",
    PolicyProblem.TOO_MANY: "PolicyCountLimitExceededException",
}


def error_name(error: XRayLocalError) -> str:
    if isinstance(error, UnknownOperation):
        return "UnknownOperationException"
    return _row(error)[1]


def _row(error: XRayLocalError) -> tuple[int, str, str]:
    """HTTP status, AWS's name, and under which key the text stands."""
    if isinstance(error, PolicyRefused):
        return 400, _POLICY_NAMES[error.problem], "Message"
    return _NAMES[type(error)]


def error_answer(error: XRayLocalError) -> Response:
    if isinstance(error, UnknownOperation):
        return _unknown_operation()
    status, name, key = _row(error)
    body: dict[str, Any] = {key: str(error), "__type": name}
    match error:
        case ExpressionError():
            body |= _place(error)
            if error.suggestion:  # X-Ray stops at the symbol; people need the rest
                body[key] += f". Did you mean {error.suggestion}?"
        case ResourceNotFound():
            body["ResourceName"] = error.resource
        case PolicyRefused():
            body[key] = error.message
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
        **({} if error.parameter is None else {"Parameter": error.parameter}),
    }


def _unknown_operation() -> Response:
    """X-Ray answers 200 with an envelope when the path is no operation's."""
    envelope = {"__type": "com.amazon.coral.service#UnknownOperationException"}
    return answer({"Output": envelope, "Version": "1.0"}, 200, {})
