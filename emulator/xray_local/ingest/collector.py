"""The one queue between the network and the store, and the thread that empties it.

UDP senders cannot be slowed down, so when the queue is full the OLDEST datagrams give
way and are counted, as in the daemon. HTTP callers can: they are refused before anything
is taken, and otherwise wait until their documents are stored.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from xray_local.clock import Clock
from xray_local.errors import DatagramRejected, DocumentRejected, Overloaded
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.model.rejected import Transport
from xray_local.model.segment import Received
from xray_local.wire.datagram import document_of
from xray_local.wire.documents import accept

log = logging.getLogger(__name__)

QUEUE_DOCUMENTS = 200_000
BATCH_DOCUMENTS = 2_000
SETTLE_SECONDS = 1.0
LINGER_SECONDS = 0.1
"""How long datagrams may wait for others: the segments of one trace come within
milliseconds of each other, and are cheapest to store together. No sender waits for it."""

PRUNE_SECONDS = 30.0


class Sink(Protocol):
    """What the collector needs of a store."""

    def write(self, batch: Sequence[Received]) -> None: ...
    def settle(self, now: float) -> None: ...
    def prune(self, now: float) -> int: ...


@dataclass(frozen=True, slots=True)
class Datagram:
    """A datagram, who sent it, and when it was read (epoch seconds)."""

    content: bytes
    sender: str
    received_at: float


@dataclass(frozen=True, slots=True)
class _Submission:
    """Accepted documents of an HTTP call; `stored` is resolved once they are."""

    batch: Sequence[Received]
    stored: Future[None]


class Collector:
    """Takes documents from both sides, writes them in batches on a thread of its own."""

    def __init__(
        self,
        store: Sink,
        counters: Counters,
        clock: Clock,
        rejections: RejectionLog,
        *,
        queue_documents: int = QUEUE_DOCUMENTS,
        on_store_failure: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._counters = counters
        self._clock = clock
        self._rejections = rejections
        self._room = queue_documents
        self._on_store_failure = on_store_failure
        self._datagrams: deque[Datagram] = deque()
        self._submissions: deque[_Submission] = deque()
        self._submitted = 0  # documents in _submissions
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="collector")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Store what is queued, then end. Harmless when repeated."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def take_datagrams(self, datagrams: Sequence[Datagram]) -> None:
        """Queue datagrams; never blocks, never fails."""
        self._counters.received_udp(len(datagrams))
        with self._wake:
            first = not self._datagrams
            self._datagrams.extend(datagrams)
            overflow = len(self._datagrams) + self._submitted - self._room
            overflow = max(0, min(overflow, len(self._datagrams)))
            for _ in range(overflow):
                self._datagrams.popleft()
            if first or len(self._datagrams) >= BATCH_DOCUMENTS:
                self._wake.notify()  # else the thread waits for more, let it
        if overflow:
            self._counters.dropped("QueueFull", overflow)

    def submit(self, batch: Sequence[Received]) -> Future[None]:
        """Queue accepted documents; the future resolves when they are stored.

        Raises Overloaded, having taken none, when the queue has no room for them.
        """
        stored: Future[None] = Future()
        with self._wake:
            queued = len(self._datagrams) + self._submitted
            if self._stopping or queued + len(batch) > self._room:
                raise Overloaded(
                    f"The ingestion queue holds {queued} documents and has no room for "
                    f"{len(batch)} more: send them again in a moment"
                )
            self._submissions.append(_Submission(batch, stored))
            self._submitted += len(batch)
            self._wake.notify()
        return stored

    def _run(self) -> None:
        settle = _Chore(SETTLE_SECONDS, self._store.settle)
        prune = _Chore(PRUNE_SECONDS, self._store.prune)
        while True:
            datagrams, submissions = self._next()
            if datagrams or submissions:
                self._store_batch(datagrams, submissions)
            elif self._stopping:
                return
            now = self._clock.now()
            settle.do(now)
            prune.do(now)

    def _next(self) -> tuple[list[Datagram], list[_Submission]]:
        with self._wake:
            self._wake.wait_for(self._has_work, SETTLE_SECONDS)
            if self._datagrams:
                self._wake.wait_for(self._must_not_linger, LINGER_SECONDS)
            submissions = list(self._submissions)
            self._submissions.clear()
            self._submitted = 0
            count = min(BATCH_DOCUMENTS, len(self._datagrams))
            return [self._datagrams.popleft() for _ in range(count)], submissions

    def _has_work(self) -> bool:
        return bool(self._datagrams or self._submissions or self._stopping)

    def _must_not_linger(self) -> bool:
        """A caller waits, a batch is full, or the process is to end."""
        full = len(self._datagrams) >= BATCH_DOCUMENTS
        return bool(self._submissions or self._stopping or full)

    def _store_batch(
        self, datagrams: list[Datagram], submissions: list[_Submission]
    ) -> None:
        batch = [
            received
            for datagram in datagrams
            if (received := self._accepted(datagram)) is not None
        ]
        for submission in submissions:
            batch.extend(submission.batch)
        try:
            self._store.write(batch)
        except Exception as error:
            log.exception("storing %d documents failed", len(batch))
            self._counters.dropped("StoreFailed", len(batch))
            self._on_store_failure()
            for submission in submissions:
                submission.stored.set_exception(error)
            return
        self._counters.stored(len(batch))
        for submission in submissions:
            submission.stored.set_result(None)

    def _accepted(self, datagram: Datagram) -> Received | None:
        try:
            return accept(document_of(datagram.content), datagram.received_at)
        except (DatagramRejected, DocumentRejected) as rejection:
            self._counters.rejected(rejection.code)
            self._rejections.note(
                rejection, datagram.sender, Transport.UDP, datagram.content
            )
            return None


class _Chore:
    """Something to do for the store now and then."""

    def __init__(self, seconds: float, work: Callable[[float], object]) -> None:
        self._seconds = seconds
        self._work = work
        self._done_at = 0.0

    def do(self, now: float) -> None:
        if 0 <= now - self._done_at < self._seconds:
            return
        self._done_at = now
        try:
            self._work(now)
        except Exception:  # a loop edge: tell, go on
            log.exception("store maintenance failed")
