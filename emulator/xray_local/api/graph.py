"""`GET /api/graph`: the console's service graph, of a window of any length.

Otherwise as GetServiceGraph: six hours are the limit of a shared service, not of a map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xray_local.api.operations import get_service_graph
from xray_local.errors import InvalidRequest
from xray_local.operations.backend import Backend

Json = dict[str, Any]


def graph_route(backend: Backend) -> Route:
    """`start` and `end` in seconds; `group`, a name; `filter`, an expression."""
    unlimited = replace(backend, relaxed=True)

    def graph(asked: Mapping[str, str]) -> bytes:
        # Not in the service's spelling of numbers, which is half of the work.
        return msgspec.json.encode(get_service_graph(unlimited, _members(asked)))

    async def respond(request: Request) -> Response:
        encoded = await run_in_threadpool(graph, request.query_params)
        return Response(encoded, media_type="application/json")

    return Route("/api/graph", respond)


def _members(asked: Mapping[str, str]) -> Json:
    members: Json = {
        "StartTime": _seconds(asked, "start"),
        "EndTime": _seconds(asked, "end"),
        "FilterExpression": asked.get("filter", ""),
    }
    group = asked.get("group")
    return members | ({"GroupName": group} if group else {})


def _seconds(asked: Mapping[str, str], name: str) -> float:
    stated = asked.get(name, "")
    try:
        seconds = float(stated)
    except ValueError:
        seconds = float("nan")
    if not isfinite(seconds):
        raise InvalidRequest(f"{name}={stated!r}: must be a time in seconds since 1970")
    return seconds
