"""Request members beyond X-Ray's model, for clients that post JSON themselves.

The service ignores members that it does not know, so a request that has one is still a
request of X-Ray's.
"""

from __future__ import annotations

from typing import Any

from xray_local.errors import SerializationFailed

Json = dict[str, Any]

_TEXTS = {
    "GetServiceGraph": ("FilterExpression",),
    "GetTraceSummaries": ("GroupName",),
}
"""By operation: the members that it takes as a text."""


def extensions(operation: str, members: Json) -> Json:
    """Those that the request has. Raises SerializationFailed for another kind."""
    found: Json = {}
    for name in _TEXTS.get(operation, ()):
        value = members.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise SerializationFailed(f"{name} must be a text")
        found[name] = value
    return found
