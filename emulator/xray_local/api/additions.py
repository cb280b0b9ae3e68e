"""What programs may POST beyond X-Ray: markers, and a what-if of sampling.

POST /api/markers             something happened now, or at a moment
GET  /api/markers?start&end   what happened in a window
POST /api/sampling/what-if    what sampling rules would have kept
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import inf
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xray_local.api.answers import answer
from xray_local.api.bodies import bounded_body, members_of
from xray_local.errors import InvalidRequest
from xray_local.model.window import Window
from xray_local.operations import markers
from xray_local.operations.backend import Backend
from xray_local.operations.what_if import WhatIf, Wish, what_if
from xray_local.wire.markers import marker_from, marker_members
from xray_local.wire.service_model import service_model
from xray_local.wire.summaries import service_id, trace_summary
from xray_local.wire.what_if import rules_from, window_from

Json = dict[str, Any]


class Additions:
    """The routes. What goes wrong is raised, as in `pages`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._model = service_model()

    def routes(self) -> list[Route]:
        return [
            Route(
                "/api/markers", self._responding(self._post_marker), methods=["POST"]
            ),
            Route("/api/markers", self._responding(self._get_markers), methods=["GET"]),
            Route(
                "/api/sampling/what-if",
                self._responding(self._what_if),
                methods=["POST"],
            ),
        ]

    def _post_marker(self, members: Json) -> Json:
        told = marker_from(members)
        marker = markers.add_marker(self._backend, told.text, told.kind, told.at)
        return {"Marker": marker_members(marker)}

    def _get_markers(self, query: Json) -> Json:
        window = Window(_seconds(query, "start", -inf), _seconds(query, "end", inf))
        found = markers.find_markers(self._backend, window)
        return {
            "Markers": [marker_members(each) for each in found.markers],
            "Received": found.received,
            "Kept": found.kept,
            "Dropped": found.dropped,
        }

    def _what_if(self, members: Json) -> Json:
        wished = rules_from(self._model, members)
        wish = None if wished is None else Wish(*wished)
        return _what_if_members(what_if(self._backend, window_from(members), wish))

    @staticmethod
    def _responding(
        run: Callable[[Json], Json],
    ) -> Callable[[Request], Awaitable[Response]]:
        """In a thread, as it may open the store; of a GET the members are its query."""

        async def respond(request: Request) -> Response:
            if request.method == "POST":
                members = members_of(await bounded_body(request))
            else:
                members = dict(request.query_params)
            return answer(await run_in_threadpool(run, members))

        return respond


def _seconds(query: Json, name: str, otherwise: float) -> float:
    told = query.get(name)
    if told is None:
        return otherwise
    try:
        moment = float(told)
    except ValueError:
        moment = inf
    if abs(moment) < 1e12:
        return moment
    raise InvalidRequest(f"{name}={told!r}: must be epoch seconds, such as 1700000000")


def _what_if_members(found: WhatIf) -> Json:
    return {
        "Traces": found.traces,
        "Kept": found.kept,
        "Expected": found.expected,
        "WithoutRoot": found.without_root,
        "More": found.more,
        "Rules": [
            {
                "RuleName": share.rule.name,
                "Matched": share.matched,
                "KeptByReservoir": share.by_reservoir,
                "KeptByRate": share.by_rate,
                "Expected": share.expected,
            }
            for share in found.shares
        ],
        "Outcomes": {
            outcome.value: {"Traces": tally.traces, "Kept": tally.kept}
            for outcome, tally in found.outcomes.items()
        },
        "LostServices": [service_id(each) for each in found.lost_services],
        "LostFailures": [trace_summary(each) for each in found.lost_failures],
    }
