"""`GET /api/compare`: two sets of traces, and what tells them apart.

Server-sent events, as a scan's: what is known so far, until the windows are looked
through or the client hangs up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from xray_local.api.compared import comparison_members
from xray_local.api.errors import error_answer
from xray_local.api.exploring import question_asked
from xray_local.api.scan import event
from xray_local.errors import ExpressionError, InvalidRequest, Overloaded
from xray_local.operations.backend import Backend
from xray_local.operations.comparison.compare import (
    Comparison,
    Progress,
    compare,
    rest_of,
)
from xray_local.operations.portion import Question

AT_ONCE = 2
"""Comparisons; each keeps a thread busy, and the processor too."""

OF_A_SET = ("start", "end", "filter", "group")
PARAMETERS = {f"{which}.{each}" for which in "ab" for each in OF_A_SET}

Step = Progress | Comparison
Json = dict[str, Any]


class Comparing:
    """Runs a bounded number of comparisons."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._running = 0

    def routes(self) -> list[Route]:
        return [Route("/api/compare", self._compare)]

    async def _compare(self, request: Request) -> Response:
        """Without any `b.…`, the second set is the rest of the first's window."""
        try:
            steps = await run_in_threadpool(self._begun, request)
        except (InvalidRequest, Overloaded) as error:
            return error_answer(error)
        return StreamingResponse(
            self._events(steps),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    def _begun(self, request: Request) -> Iterator[Step]:
        if self._running >= AT_ONCE:
            raise Overloaded(
                f"{AT_ONCE} comparisons are running: stop one, or try again later"
            )
        asked = request.query_params
        for name in asked:
            if name not in PARAMETERS:
                allowed = ", ".join(sorted(PARAMETERS))
                raise InvalidRequest(f"{name} is no parameter: there are {allowed}")
        now = self._backend.clock.now()
        first = _set(asked, "a", now)
        if any(name.startswith("b.") for name in asked):
            return compare(self._backend, first, _set(asked, "b", now))
        return compare(self._backend, first, rest_of(first))

    async def _events(self, steps: Iterator[Step]) -> AsyncIterator[bytes]:
        """Each step in a thread, so that a client that hangs up is noticed between."""
        self._running += 1
        try:
            while (step := await run_in_threadpool(next, steps, None)) is not None:
                yield await run_in_threadpool(_event, step)
        finally:
            self._running -= 1


def _set(asked: Mapping[str, str], which: str, now: float) -> Question:
    """What is asked of one set. A mistake says in which expression it is."""
    mine = {
        name: asked[f"{which}.{name}"]
        for name in OF_A_SET
        if f"{which}.{name}" in asked
    }
    try:
        return question_asked(mine, now)
    except ExpressionError as error:
        error.parameter = f"{which}.filter"
        raise


def _event(step: Step) -> bytes:
    match step:
        case Progress(scanned, traces):
            traces = max(traces, scanned)
            share = scanned / traces if traces else 1.0
            members: Json = {"Scanned": scanned, "Traces": traces, "Share": share}
            return event("progress", members)
        case Comparison():
            name = "end" if step.done else "comparison"
            return event(name, comparison_members(step))
