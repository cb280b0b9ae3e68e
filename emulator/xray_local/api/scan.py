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

AT_ONCE = 4
"""Scans; each keeps a thread busy, and the processor too."""

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
        """Each step in a thread, so that a client that hangs up is noticed between."""
        self._running += 1
        latest: Progress | None = None
        try:
            while (step := await run_in_threadpool(next, steps, None)) is not None:
                if isinstance(step, Progress):
                    latest = step
                    yield _line("progress", _progress(step))
                else:
                    yield _line("match", trace_summary(step.summary))
            if latest is not None:
                yield _line("end", _progress(latest))
        finally:
            self._running -= 1


def _line(name: str, members: Json) -> bytes:
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
