"""The HTTP server in the process: uvicorn, ended by the signals that end the process."""

from __future__ import annotations

import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn


class Server(uvicorn.Server):
    """uvicorn, telling when it accepts connections, and when it is about to end.

    What `ending` ends need not be waited for: streams that would go on for ever.
    """

    def __init__(
        self,
        asgi: object,
        on_ready: Callable[[], None],
        ending: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(
            uvicorn.Config(
                asgi,  # type: ignore[arg-type] # Starlette is an ASGI application
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=5,
                timeout_keep_alive=75,
            )
        )
        self._on_ready = on_ready
        self._ending = ending

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End serving on SIGTERM and SIGINT, and no more than that.

        uvicorn would raise the signal again afterwards, which kills the process before
        what is queued has been stored.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._ending()
        await super().shutdown(sockets)
