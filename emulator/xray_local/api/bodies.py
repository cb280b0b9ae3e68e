"""A request's body: bounded, and a JSON object."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request

from xray_local.errors import SerializationFailed

MAX_BODY_BYTES = 16 * 1024 * 1024
"""A call of the daemon has at most 50 documents of 64 KB."""

Json = dict[str, Any]


async def bounded_body(request: Request) -> bytes:
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise SerializationFailed(
            f"Content-Encoding {encoding} is not understood: send the body as it is"
        )
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise SerializationFailed(
                f"The body is larger than {MAX_BODY_BYTES} bytes: send fewer documents"
            )
        parts.append(part)
    return b"".join(parts)


def members_of(body: bytes) -> Json:
    """The request's members; a client may send no body at all for none."""
    if not body.strip():
        return {}
    try:
        members = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SerializationFailed(f"The body is not JSON: {error}") from error
    if not isinstance(members, dict):
        raise SerializationFailed("The body must be a JSON object")
    return members
