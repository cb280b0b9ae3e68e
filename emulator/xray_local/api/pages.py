"""Pages of JSON by GET, beside X-Ray's operations.

What goes wrong is raised: the application's own handler counts and answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xray_local.api.answers import answer
from xray_local.errors import InvalidRequest, UnknownPage

Json = dict[str, Any]

FOLDER = "/api/"
UNKNOWN = FOLDER + "{path:path}"


def page(
    read: Callable[[Request], Json], parameters: Set[str] | None = None
) -> Callable[[Request], Any]:
    """What a route of it does: read in a thread, as it may open the store.

    A parameter that is not among those named is refused: ignored, it would be a question
    that nobody answers.
    """

    async def respond(request: Request) -> Response:
        if parameters is not None:
            _check(request, parameters)
        return answer(await run_in_threadpool(read, request))

    return respond


def unknown_page() -> Route:
    """Comes after every page that there is."""

    async def refuse(request: Request) -> Response:
        known = [
            route.path
            for route in request.app.routes
            if isinstance(route, Route) and route.path.startswith(FOLDER)
        ]
        if request.url.path in known:
            raise InvalidRequest(f"{request.url.path} takes a POST")
        there = ", ".join(sorted({*known} - {UNKNOWN}))
        raise UnknownPage(f"{request.url.path} is no page: there are {there}")

    return Route(UNKNOWN, refuse)


def _check(request: Request, parameters: Set[str]) -> None:
    for name in request.query_params:
        if name not in parameters:
            allowed = ", ".join(sorted(parameters)) or "none"
            raise InvalidRequest(
                f"{request.url.path} has no parameter {name}: it takes {allowed}"
            )
