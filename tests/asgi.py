"""Requests to the ASGI application itself, without a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette

ENDLESS_SECONDS = 120


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def error(self) -> str | None:
        return self.headers.get("x-amzn-errortype")


def post(application: Starlette, path: str, members: Any) -> Answered:
    return post_body(application, path, json.dumps(members).encode())


def post_body(
    application: Starlette,
    path: str,
    *parts: bytes,
    endless: Iterable[bytes] = (),
    encoding: str | None = None,
) -> Answered:
    """Whatever the body is, in as many parts as given or as are read."""
    return _ask(application, "POST", path, chain(parts, endless), encoding=encoding)


def get(application: Starlette, path: str, **query: object) -> Answered:
    return _ask(application, "GET", path, [b""], urlencode(query))


def _ask(
    application: Starlette,
    method: str,
    path: str,
    parts: Iterable[bytes],
    query: str = "",
    encoding: str | None = None,
) -> Answered:
    sent: list[Any] = []
    left = iter(parts)
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            # The client only waits for its answer, as one does at a socket.
            await asyncio.Event().wait()
        part = next(left, None)
        asked = part is None
        return {"type": "http.request", "body": part or b"", "more_body": not asked}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"content-encoding", encoding.encode())] if encoding else [],
        "client": ("192.0.2.1", 50000),
    }
    asyncio.run(_ended(application(scope, receive, send), path))
    start, *printed = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    content = b"".join(part.get("body", b"") for part in printed)
    return Answered(start["status"], headers, json.loads(content))


async def _ended(answer: Awaitable[None], path: str) -> None:
    """An answer that goes on for ever fails its test, and does not hold the others up."""
    try:
        async with asyncio.timeout(ENDLESS_SECONDS):
            await answer
    except TimeoutError:
        message = f"the answer to {path} had no end after {ENDLESS_SECONDS} s"
        raise AssertionError(message) from None
