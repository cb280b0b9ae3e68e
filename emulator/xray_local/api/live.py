"""`GET /api/live`: which traces have changed, about twice a second, to all who watch.

Server-sent events. One task looks at what has changed, and only while somebody watches;
an event's id is the moment up to which it tells, so that whoever comes back with it is
told first what changed meanwhile, by whichever process answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from xray_local.api.asked import moment_asked, number_asked
from xray_local.api.errors import error_answer
from xray_local.api.watcher import Watcher
from xray_local.errors import InvalidRequest, Overloaded
from xray_local.operations.backend import Backend
from xray_local.operations.live import (
    Changes,
    News,
    changed_since,
    changes_of,
    watched,
)
from xray_local.wire.numbers import encode

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Who watch; each is a connection that stays open."""

PAUSE_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
LATEST_RETURN_SECONDS = 600.0
MOST_TRACES = 200
USUAL_TRACES = 50

_HEARTBEAT = b": still here\n\n"
_RECONNECT = b"retry: 1000\n"


class Live:
    """Tells a bounded number of watchers."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._watchers: set[Watcher] = set()
        self._changes: Changes | None = None
        self._starting = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None
        self._pause = asyncio.Event()
        self._over = False

    def routes(self) -> list[Route]:
        return [Route("/api/live", self._live)]

    async def end(self) -> None:
        """Every stream ends; nobody reads the store for them any more."""
        self._over = True
        self._pause.set()
        for watcher in self._watchers:
            watcher.wake()
        if self._following is not None:
            await self._following

    async def _live(self, request: Request) -> Response:
        """`expression`, `group`, `limit`, and `since` or the header Last-Event-ID."""
        try:
            watcher, since = await run_in_threadpool(self._asked, request)
            self._admit(watcher)
        except (InvalidRequest, Overloaded) as error:
            return error_answer(error)
        try:
            # Before the answer begins: from its first byte on nothing may be missed.
            await self._begin()
        except BaseException:
            self._watchers.discard(watcher)
            raise
        return _Stream(
            self._events(watcher, since), lambda: self._watchers.discard(watcher)
        )

    def _asked(self, request: Request) -> tuple[Watcher, float | None]:
        query = request.query_params
        limit = number_asked(query, "limit", USUAL_TRACES)
        if limit > MOST_TRACES:
            raise InvalidRequest(f"limit={limit}: at most {MOST_TRACES} traces at once")
        expression, group = query.get("expression", ""), query.get("group")
        return (
            Watcher(watched(self._backend, expression, group), limit),
            _since(request),
        )

    def _admit(self, watcher: Watcher) -> None:
        if len(self._watchers) >= AT_ONCE:
            raise Overloaded(
                f"{AT_ONCE} clients watch live: close one, or try again later"
            )
        self._watchers.add(watcher)

    async def _events(
        self, watcher: Watcher, since: float | None
    ) -> AsyncIterator[bytes]:
        now = self._backend.clock.now()
        if since is not None and not now - LATEST_RETURN_SECONDS <= since <= now:
            since = None
        # Whoever goes before it has caught up comes back with the same moment.
        yield _RECONNECT + _event(
            "ready", since or now, {"CaughtUp": since is not None}
        )
        if since is not None:
            watcher.note(
                await run_in_threadpool(
                    changed_since, self._backend, since, watcher.admits
                )
            )
        while not self._over:
            if not await watcher.waited(HEARTBEAT_SECONDS):
                yield _HEARTBEAT
            elif not self._over:
                now = self._backend.clock.now()
                yield _event("change", now, watcher.taken())

    async def _begin(self) -> None:
        """From when it returns, nothing that changes is missed."""
        async with self._starting:
            if self._changes is None:
                self._changes = await run_in_threadpool(changes_of, self._backend)
                self._following = asyncio.create_task(self._follow(self._changes))

    async def _follow(self, changes: Changes) -> None:
        """While anybody watches."""
        try:
            while self._watchers and not self._over:
                await self._wait()
                await self._tell(changes)
        finally:
            self._changes = self._following = None
            changes.close()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                await self._pause.wait()
        except TimeoutError:
            pass

    async def _tell(self, changes: Changes) -> None:
        try:
            news = await run_in_threadpool(changes.take)
            # Whoever has come meanwhile is told as well.
            found = await run_in_threadpool(_matching, news, tuple(self._watchers))
        except Exception:  # a loop edge: tell, go on
            log.exception("looking for what has changed failed")
            return
        for watcher, matching in found:
            watcher.note(matching)


def _since(request: Request) -> float | None:
    """Up to when the client was told before; None where it comes for the first time."""
    last = request.headers.get("last-event-id")
    if last:
        return moment_asked("Last-Event-ID", last)
    since = request.query_params.get("since")
    return None if since is None else moment_asked("since", since)


class _Stream(StreamingResponse):
    """Events; says when it has ended, also if its client went before the first."""

    def __init__(
        self, events: AsyncIterator[bytes], on_end: Callable[[], None]
    ) -> None:
        super().__init__(
            events,
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        self._on_end = on_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._on_end()


def _matching(news: News, watchers: tuple[Watcher, ...]) -> list[tuple[Watcher, News]]:
    return [(watcher, watcher.matching(news)) for watcher in watchers]


def _event(name: str, moment: float, members: dict[str, Any]) -> bytes:
    return b"event: %s\nid: %.3f\ndata: %s\n\n" % (
        name.encode(),
        moment,
        encode(members),
    )
