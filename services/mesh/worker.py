"""gunicorn's gevent worker, but a stopping one soon closes connections that are idle.

gunicorn's own waits for them as long as for requests under way: callers keep theirs for
a minute, so every stop would take the whole time of grace.
"""

from types import TracebackType
from typing import Any

# Neither has types of its own that mypy could follow into gunicorn.
import gevent  # type: ignore[import-untyped]
from gunicorn.workers.ggevent import GeventWorker  # type: ignore[import-untyped]

LINGER_S = 1.0
"""A request that a caller is just sending over a kept connection is still answered."""


class Worker(GeventWorker):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._idle: set[NextRequest] = set()

    def timeout_ctx(self) -> "NextRequest":
        """Entered whenever a connection waits for its next request."""
        return NextRequest(self.cfg.keepalive if self.alive else LINGER_S, self._idle)

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        gevent.spawn_later(LINGER_S, self._close_idle)

    def _close_idle(self) -> None:
        for waiting in list(self._idle):
            waiting.give_up()


class NextRequest:
    """A limit on the wait for a request, which can also be ended from outside."""

    def __init__(self, seconds: float, idle: "set[NextRequest]") -> None:
        self._limit = gevent.Timeout(seconds, False)
        self._idle = idle
        self._connection = gevent.getcurrent()

    def __enter__(self) -> None:
        self._limit.__enter__()
        self._idle.add(self)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        self._idle.discard(self)
        ended: bool | None = self._limit.__exit__(kind, error, trace)
        return ended

    def give_up(self) -> None:
        self._connection.kill(self._limit, block=False)
