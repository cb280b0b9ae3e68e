"""`GET /api/scan`: matches as they are found, and how far the scan has come.

Server-sent events, so that a browser's EventSource reads them. The scan goes on while its
client listens: when that hangs up, the step under way is the last one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from xray_local.api.asked import by_asked, number_asked, window_asked
from xray_local.api.errors import error_answer
from xray_local.errors import InvalidRequest, Overloaded
from xray_local.operations.backend import Backend
from xray_local.operations.portion import in_group
from xray_local.operations.scan import MOST_MATCHES, Progress, scan_traces
from xray_local.operations.traces import Found
from xray_local.wire.numbers import encode
from xray_local.wire.summaries import trace_summary
from xray_local.wire.tokens import position_from, token_of

AT_ONCE = 8
"""Scans; each keeps a thread busy, and the processor too."""

TOGETHER = 25
"""Matches that are sent in one go: what a person sees at first."""

Step = Found | Progress
Json = dict[str, Any]


class Scans:
    """Runs a bounded number of scans."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._running = 0

    def routes(self) -> list[Route]:
        return [Route("/api/scan", self._scan)]

    async def _scan(self, request: Request) -> Response:
        """`expression`, `start`, `end`; `group`, `by`, `limit`, `after` if given."""
        try:
            steps = await run_in_threadpool(self._begun, request)
        except (InvalidRequest, Overloaded) as error:
            return error_answer(error)
        return StreamingResponse(
            self._lines(steps),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    def _begun(self, request: Request) -> Iterator[Step]:
        if self._running >= AT_ONCE:
            raise Overloaded(
                f"{AT_ONCE} scans are running: stop one, or try again later"
            )
        query = request.query_params
        window = window_asked(query)
        if window is None:
            raise InvalidRequest("start and end are missing: epoch seconds")
        token = query.get("after")
        return scan_traces(
            self._backend,
            window,
            by_asked(query),
            in_group(query.get("expression", ""), query.get("group")),
            None if token is None else position_from(token),
            number_asked(query, "limit", MOST_MATCHES),
        )

    async def _lines(self, steps: Iterator[Step]) -> AsyncIterator[bytes]:
        """Some in a thread each time, so that a client that hangs up is noticed between."""
        self._running += 1
        latest: Progress | None = None
        try:
            while some := await run_in_threadpool(_some, steps):
                yield b"".join(map(_printed, some))
                if isinstance(some[-1], Progress):
                    latest = some[-1]
            if latest is not None:
                yield event("end", _progress(latest))
        finally:
            self._running -= 1


def _some(steps: Iterator[Step]) -> list[Step]:
    """The next ones, no further than the next progress; none at the end."""
    some: list[Step] = []
    for step in steps:
        some.append(step)
        if isinstance(step, Progress) or len(some) == TOGETHER:
            break
    return some


def _printed(step: Step) -> bytes:
    if isinstance(step, Progress):
        return event("progress", _progress(step))
    return event("match", trace_summary(step.summary))


def event(name: str, members: Json) -> bytes:
    """One server-sent event."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), encode(members))


def _progress(progress: Progress) -> Json:
    traces = max(progress.traces, progress.scanned)
    return {
        "Scanned": progress.scanned,
        "Traces": traces,
        "Share": progress.scanned / traces if traces else 1.0,
        "Matches": progress.matches,
        "Next": None if progress.next is None else token_of(progress.next),
    }
