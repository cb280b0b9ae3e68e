"""A route that answers a GET with a page of JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from xray_local.api.answers import answer
from xray_local.api.errors import error_answer
from xray_local.errors import InvalidRequest

Json = dict[str, Any]


def page(read: Callable[[Request], Json]) -> Callable[[Request], Any]:
    """Read in a thread, as it may open the store."""

    async def respond(request: Request) -> Response:
        try:
            return answer(await run_in_threadpool(read, request))
        except InvalidRequest as error:
            return error_answer(error)

    return respond
