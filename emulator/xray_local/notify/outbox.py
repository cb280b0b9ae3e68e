"""Posts events to one address, on a thread of its own.

Nobody waits for the address: what it is too slow for gives way, the oldest first, and is
counted. An event is tried three times; the end of the process has it tried once more.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from http.client import HTTPException
from urllib.request import HTTPRedirectHandler, Request, build_opener

log = logging.getLogger(__name__)

MOST_WAITING = 100
WAITS = (1.0, 5.0)
"""Seconds before the second attempt, and before the third."""

TIMEOUT_SECONDS = 5.0
LAST_TIMEOUT_SECONDS = 1.0
"""Of an attempt, and of one when the process is about to end."""

Post = Callable[[str, bytes, float], None]
"""Sends a body of JSON to a URL within some seconds; raises OSError or HTTPException
unless it is taken."""


SENT, FAILED, DROPPED = "Sent", "Failed", "Dropped"
"""What may become of an event."""


class Outbox:
    """Thread-safe. `count` is told of each event when its fate is known."""

    def __init__(
        self,
        url: str,
        count: Callable[[str], None],
        post: Post | None = None,
    ) -> None:
        self._url = url
        self._count = count
        self._post = post or _post
        self._waiting: deque[bytes] = deque()
        self._wake = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Try what still waits, up to the first failure. Harmless when repeated."""
        self._stopping.set()
        with self._wake:
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def put(self, event: bytes) -> None:
        """Queue an event; never blocks, never fails."""
        with self._wake:
            self._waiting.append(event)
            overflow = len(self._waiting) > MOST_WAITING
            if overflow:
                self._waiting.popleft()
            self._wake.notify()
        if overflow:
            self._count(DROPPED)

    def _run(self) -> None:
        while (event := self._next()) is not None:
            delivered = self._deliver(event)
            self._count(SENT if delivered else FAILED)
            if self._stopping.is_set() and not delivered:
                self._drop_the_rest()

    def _next(self) -> bytes | None:
        """None when the process ends and nothing is left."""
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._stopping.is_set())
            return self._waiting.popleft() if self._waiting else None

    def _deliver(self, event: bytes) -> bool:
        for wait in (*WAITS, None):
            ending = self._stopping.is_set()
            try:
                timeout = LAST_TIMEOUT_SECONDS if ending else TIMEOUT_SECONDS
                self._post(self._url, event, timeout)
            except (OSError, HTTPException) as error:
                if wait is None or ending:
                    log.warning("%s did not take a notification: %s", self._url, error)
                    return False
                self._stopping.wait(wait)
            else:
                return True
        return False

    def _drop_the_rest(self) -> None:
        with self._wake:
            left = len(self._waiting)
            self._waiting.clear()
        for _ in range(left):
            self._count(DROPPED)


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST would become a GET without its body: it counts as refused."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_opener = build_opener(_NoRedirect)


def _post(url: str, body: bytes, timeout: float) -> None:
    headers = {"Content-Type": "application/json", "User-Agent": "xray-local"}
    with _opener.open(Request(url, body, headers), timeout=timeout) as answer:
        answer.read(1)
