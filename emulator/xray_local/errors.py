"""Every error that X-Ray Local raises on purpose.

The tree:

    XRayLocalError
    ├── ConfigError              a setting is wrong: the process does not start
    ├── DatagramRejected         a UDP datagram without a usable header or document
    ├── DocumentRejected         one segment document cannot be taken
    ├── Overloaded               a bounded queue is full: try again later
    ├── StoreDamaged             what was stored cannot be read any more
    └── RequestError             one API request cannot be answered
        ├── SerializationFailed  the body is not JSON of the operation's shape
        ├── ValidationFailed     the service model's own constraints are broken
        ├── UnknownOperation     the path is no operation of X-Ray
        ├── UnknownPage          nothing is to be had by GET under this path
        ├── OperationMissing     an operation of X-Ray that is not built yet
        ├── ResourceNotFound     an ARN, a token or a name that belongs to nothing
        ├── PolicyRefused        a resource policy cannot be put or deleted
        ├── RuleLimitExceeded    there are as many sampling rules as X-Ray allows
        └── InvalidRequest       X-Ray's rules are broken
            ├── GroupNotFound    no group has this name or ARN
            └── ExpressionError  a filter expression has a mistake, at a position

Only `api/errors.py` knows which HTTP status and AWS error name belongs to each.
"""

from __future__ import annotations

from enum import Enum


class XRayLocalError(Exception):
    """The root of the tree."""


class ConfigError(XRayLocalError):
    """A setting has a value that is not allowed; the text names it and what is."""


class DatagramRejected(XRayLocalError):
    """A datagram that the daemon would refuse; `code` says why in one word."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Invalid datagram. ErrorCode: {code}")


class DocumentRejected(XRayLocalError):
    """A segment document that cannot be taken.

    `code` is X-Ray's ErrorCode, `segment_id` the root document's id where one could be
    read; `message` is the text X-Ray answers with.
    """

    def __init__(
        self, code: str, *, segment_id: str | None = None, message: str | None = None
    ) -> None:
        self.code = code
        self.segment_id = segment_id
        self.message = message or f"Invalid segment. ErrorCode: {code}"
        super().__init__(self.message)


class Overloaded(XRayLocalError):
    """The ingestion queue is full; nothing of this call was stored."""


class StoreDamaged(XRayLocalError):
    """The store fails while the process runs; the text says how, and what to do."""


class RequestError(XRayLocalError):
    """An API request that cannot be answered."""


class SerializationFailed(RequestError):
    """The body is not JSON, or not JSON of the operation's shape."""


class ValidationFailed(RequestError):
    """A constraint of the service model is broken."""


class UnknownOperation(RequestError):
    """The path belongs to no operation of X-Ray."""


class UnknownPage(RequestError):
    """Nothing is to be had by GET under this path."""


class OperationMissing(RequestError):
    """An operation of X-Ray that X-Ray Local does not have yet."""


class ResourceNotFound(RequestError):
    """An ARN, a token or a name that belongs to nothing; `resource` is that."""

    def __init__(self, resource: str) -> None:
        self.resource = resource
        super().__init__(f"Resource {resource} not found")


class PolicyProblem(Enum):
    """Why a resource policy was refused."""

    MALFORMED = "the document is not a policy"
    STALE = "the revision is not the present one"
    LOCKOUT = "its author could not change it any more"
    TOO_LARGE = "the document is too large"
    TOO_MANY = "there are as many policies as there may be"


class PolicyRefused(RequestError):
    """A resource policy cannot be put or deleted."""

    def __init__(self, problem: PolicyProblem, message: str | None = None) -> None:
        self.problem = problem
        self.message = message
        super().__init__(message or problem.value)


class RuleLimitExceeded(RequestError):
    """One sampling rule more than X-Ray allows."""


class InvalidRequest(RequestError):
    """A rule of X-Ray that the service model does not state is broken."""


class GroupNotFound(InvalidRequest):
    """No group has this name or ARN."""


class ExpressionError(InvalidRequest):
    """A mistake in a filter expression.

    `position` is the 0-based offset of the unexpected text in the expression and
    `length` its length (0 at the end of the text). `expected` holds what could stand
    there, best first; `suggestion` is the keyword that was probably meant. `parameter`
    names the expression where a request has several.
    """

    parameter: str | None = None

    def __init__(
        self,
        reason: str,
        *,
        expression: str,
        position: int,
        length: int = 0,
        expected: tuple[str, ...] = (),
        suggestion: str | None = None,
    ) -> None:
        self.reason = reason
        self.expression = expression
        self.position = position
        self.length = length
        self.expected = expected
        self.suggestion = suggestion
        # The service's own form; its column is 1-based.
        super().__init__(f"Error Location: line 1, position {position + 1} : {reason}")

    def caret(self) -> str:
        """The expression with a caret under the mistake, for a terminal."""
        return f"{self.expression}\n{' ' * self.position}{'^' * max(1, self.length)}"
