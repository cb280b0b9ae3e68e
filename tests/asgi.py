"""Requests to the ASGI application itself, without a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def error(self) -> str | None:
        return self.headers.get("x-amzn-errortype")


def post(application: Starlette, path: str, members: Any) -> Answered:
    return _ask(application, "POST", path, json.dumps(members).encode())


def get(application: Starlette, path: str, **query: object) -> Answered:
    return _ask(application, "GET", path, b"", urlencode(query))


def _ask(
    application: Starlette, method: str, path: str, body: bytes, query: str = ""
) -> Answered:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [],
        "client": ("192.0.2.1", 50000),
    }
    asyncio.run(application(scope, receive, send))
    start, *parts = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    content = b"".join(part.get("body", b"") for part in parts)
    return Answered(start["status"], headers, json.loads(content))
