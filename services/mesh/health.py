"""Liveness and readiness, answered before Flask and therefore never traced.

A probe every few seconds would otherwise be most of what the map shows. `/livez` says
that this process answers, and how many segments it sent and lost; `/readyz` asks every
dependency and names those that fail. Why goes to the log too, since whoever waits for
a container to become healthy sees only that it does not.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING

from mesh import tracing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Check = Callable[[], None]
"""Returns when the dependency answers, raises when it does not."""

COMPLAIN_EVERY_S = 60.0
log = logging.getLogger(__name__)


class Health:
    def __init__(self, app: "WSGIApplication", checks: Mapping[str, Check]) -> None:
        self._app = app
        self._checks = checks
        self._complain_at: dict[str, float] = {}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/livez":
                return _answer(start_response, segments=tracing.segment_counts())
            case "/readyz":
                failing = self._failing()
                return _answer(start_response, ready=not failing, failing=failing)
        return self._app(environ, start_response)

    def _failing(self) -> dict[str, str]:
        failing = {}
        for name, check in self._checks.items():
            try:
                check()
            except Exception as reason:  # noqa: BLE001 - the answer carries it
                failing[name] = str(reason)
                self._complain(name, reason)
            else:
                # The next failure is a new one.
                self._complain_at.pop(name, None)
        return failing

    def _complain(self, name: str, reason: Exception) -> None:
        now = monotonic()
        if now >= self._complain_at.get(name, now):
            self._complain_at[name] = now + COMPLAIN_EVERY_S
            log.warning("not ready: %s: %s", name, reason)


def _answer(
    start_response: "StartResponse", *, ready: bool = True, **said: Mapping[str, object]
) -> Iterable[bytes]:
    body = json.dumps({"ready": ready, **said}).encode() + b"\n"
    start_response(
        "200 OK" if ready else "503 Service Unavailable",
        [("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
    )
    return [body]
