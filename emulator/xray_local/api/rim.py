"""The ASGI application: X-Ray by POST, the console and its extras by GET.

X-Ray's operations are all POSTs to fixed paths and the console only ever GETs, so both
live at the root of one port without a prefix.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from xray_local.api.answers import answer
from xray_local.api.bodies import bounded_body, members_of
from xray_local.api.caller import note_caller
from xray_local.api.errors import error_answer, error_name, internal_failure
from xray_local.api.operations import Answer, operations
from xray_local.errors import (
    OperationMissing,
    StoreDamaged,
    UnknownOperation,
    XRayLocalError,
)
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.operations.backend import Backend
from xray_local.wire.extensions import extensions
from xray_local.wire.sampling import lenient_reports
from xray_local.wire.service_model import service_model

log = logging.getLogger(__name__)

Json = dict[str, Any]
_LENIENT: dict[str, Callable[[Json], Json]] = {"GetSamplingTargets": lenient_reports}


class XRayRim:
    """Routes a POST to its operation and maps what goes wrong."""

    def __init__(
        self, backend: Backend, counters: Counters, rejections: RejectionLog
    ) -> None:
        self._backend = backend
        self._counters = counters
        self._answers = operations(rejections)
        self._model = service_model()

    async def post(self, request: Request) -> Response:
        note_caller(request)
        try:
            body = await bounded_body(request)
            answered = await run_in_threadpool(self._answer, request.url.path, body)
        except XRayLocalError as error:
            return self.refuse(request, error)
        except Exception:
            self._counters.refused("InternalFailure")
            log.exception("%s failed", request.url.path)
            return internal_failure()
        return answer(answered)

    def refuse(self, request: Request, error: Exception) -> Response:
        """Counted and told, whatever was asked for by whichever method."""
        assert isinstance(error, XRayLocalError)
        self._counters.refused(error_name(error))
        level = logging.ERROR if isinstance(error, StoreDamaged) else logging.INFO
        log.log(level, "%s: %s: %s", request.url.path, error_name(error), error)
        return error_answer(error)

    def _answer(self, path: str, body: bytes) -> Json:
        operation = self._model.at(path)
        if operation is None:
            raise UnknownOperation(f"{path} is no operation of X-Ray")
        run: Answer | None = self._answers.get(operation.name)
        if run is None:
            raise OperationMissing(
                f"X-Ray Local does not have {operation.name} yet; "
                f"it has {', '.join(sorted(self._answers))}"
            )
        members = members_of(body)
        lenient = _LENIENT.get(operation.name)
        if lenient is not None:
            members = lenient(members)
        beyond = extensions(operation.name, members)
        members = self._model.checked(operation, members) | beyond
        return self._model.completed(operation, run(self._backend, members))


def application(
    rim: XRayRim, extras: Sequence[BaseRoute], posted: Sequence[BaseRoute] = ()
) -> Starlette:
    """X-Ray's operations, then what the console needs.

    `posted` are routes of our own that take a POST, so they are asked before X-Ray's.
    A map of fifty services is 100 KB of JSON and a tenth of that compressed.
    """
    of_x_ray = Route("/{path:path}", rim.post, methods=["POST"])
    return Starlette(
        routes=[*posted, of_x_ray, *extras],
        exception_handlers={XRayLocalError: rim.refuse},
        middleware=[Middleware(GZipMiddleware, minimum_size=4096, compresslevel=5)],
    )
