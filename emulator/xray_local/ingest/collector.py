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

import msgspec

from xray_local.clock import Clock
from xray_local.errors import DatagramRejected, DocumentRejected, Overloaded
from xray_local.ingest.counters import Counters, Counts
from xray_local.ingest.rejections import RejectionLog
from xray_local.model.rejected import Transport
from xray_local.model.segment import Received
from xray_local.wire.arrays import accept_documents
from xray_local.wire.datagram import document_of

log = logging.getLogger(__name__)

QUEUE_DOCUMENTS = 200_000
BATCH_DOCUMENTS = 2_000
SETTLE_SECONDS = 0.25
REPORT_SECONDS = 1.0
LINGER_SECONDS = 0.1
"""How long datagrams may wait for others: the segments of one trace come within
milliseconds of each other, and are cheapest to store together. No sender waits for it."""

PRUNE_SECONDS = 30.0
TELL_SECONDS = 5.0
"""How often it is said what is left while the process ends."""


class Sink(Protocol):
    """What the collector needs of a store."""

    def write(self, batch: Sequence[Received]) -> None: ...
    def settle(self, now: float) -> None: ...
    def prune(self, now: float) -> int: ...


class Datagram(msgspec.Struct, frozen=True, gc=False):
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
        tell_seconds: float = TELL_SECONDS,
    ) -> None:
        self._store = store
        self._counters = counters
        self._clock = clock
        self._rejections = rejections
        self._room = queue_documents
        self._tell_seconds = tell_seconds
        self._datagrams: deque[Datagram] = deque()
        self._submissions: deque[_Submission] = deque()
        self._submitted = 0  # documents in _submissions
        self._in_hand = 0  # documents taken from the queue and not yet counted
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="collector")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Store what is queued, then end; say how much is left while that takes long.
        Harmless when repeated."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
            waiting = self._pending()
        if waiting and self._thread.is_alive():
            log.info("storing %d documents that wait", waiting)
        while self._thread.is_alive():
            self._thread.join(self._tell_seconds)
            if left := self._pending():
                log.info("%d documents still wait to be stored", left)

    def _pending(self) -> int:
        with self._wake:
            return len(self._datagrams) + self._submitted + self._in_hand

    def counts(self) -> Counts:
        """The counters at one moment, with what the collector holds as pending."""
        with self._wake:
            return self._counters.snapshot(self._pending())

    def take_datagrams(self, datagrams: Sequence[Datagram]) -> None:
        """Queue datagrams; never blocks, never fails."""
        with self._wake:
            self._counters.received_udp(len(datagrams))
            first = not self._datagrams
            self._datagrams.extend(datagrams)
            overflow = len(self._datagrams) + self._submitted - self._room
            overflow = max(0, min(overflow, len(self._datagrams)))
            for _ in range(overflow):
                self._datagrams.popleft()
            if overflow:
                self._counters.dropped("QueueFull", overflow)
            if first or len(self._datagrams) >= BATCH_DOCUMENTS:
                self._wake.notify()  # else the thread waits for more, let it

    def submit(
        self, batch: Sequence[Received], rejected: Sequence[str] = ()
    ) -> Future[None]:
        """Queue a call's accepted documents; the future resolves when they are stored.

        `rejected` are the codes of the call's other documents, to be counted with them.
        Raises Overloaded, having taken and counted none, when the queue has no room.
        """
        stored: Future[None] = Future()
        with self._wake:
            queued = len(self._datagrams) + self._submitted
            if self._stopping or queued + len(batch) > self._room:
                raise Overloaded(
                    f"The ingestion queue holds {queued} documents and has no room for "
                    f"{len(batch)} more: send them again in a moment"
                )
            self._counters.received_http(len(batch) + len(rejected))
            self._counters.rejected(rejected)
            self._submissions.append(_Submission(batch, stored))
            self._submitted += len(batch)
            self._wake.notify()
        return stored

    def _run(self) -> None:
        settle = _Chore(SETTLE_SECONDS, self._store.settle)
        prune = _Chore(PRUNE_SECONDS, self._store.prune)
        tell = _Chore(REPORT_SECONDS, self._rejections.tell_left_out)
        while True:
            datagrams, submissions = self._next()
            if datagrams or submissions:
                self._store_batch(datagrams, submissions)
            elif self._stopping:
                return
            now = self._clock.now()
            settle.do(now)
            prune.do(now)
            tell.do(now)

    def _next(self) -> tuple[list[Datagram], list[_Submission]]:
        with self._wake:
            self._wake.wait_for(self._has_work, SETTLE_SECONDS)
            if self._datagrams:
                self._wake.wait_for(self._must_not_linger, LINGER_SECONDS)
            submissions = list(self._submissions)
            self._submissions.clear()
            count = min(BATCH_DOCUMENTS, len(self._datagrams))
            self._in_hand = count + self._submitted
            self._submitted = 0
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
        batch: list[Received] = []
        rejected: list[str] = []
        further = 0  # documents that came in arrays, beyond one for each datagram
        failure: Exception | None = None
        try:
            for datagram in datagrams:
                self._judge(datagram, batch, rejected)
            further = len(batch) + len(rejected) - len(datagrams)
            for submission in submissions:
                batch.extend(submission.batch)
            self._store.write(batch)
        except Exception as error:  # a loop edge: count, tell, go on
            log.exception("storing %d documents failed", len(batch))
            failure = error
        self._count(len(batch), rejected, further, failed=failure is not None)
        for submission in submissions:
            if failure is None:
                submission.stored.set_result(None)
            else:
                submission.stored.set_exception(failure)

    def _judge(
        self, datagram: Datagram, batch: list[Received], rejected: list[str]
    ) -> None:
        try:
            document = document_of(datagram.content)
            batch.extend(accept_documents(document, datagram.received_at))
        except (DatagramRejected, DocumentRejected) as rejection:
            rejected.append(rejection.code)
            self._rejections.note(
                rejection, datagram.sender, Transport.UDP, datagram.content
            )

    def _count(
        self, batch: int, rejected: list[str], further: int, *, failed: bool
    ) -> None:
        """What became of all that was in hand, at one moment."""
        with self._wake:
            self._counters.received_udp(further)
            self._counters.rejected(rejected)
            if failed:
                # Datagrams not yet judged when it failed are lost with the rest.
                lost = self._in_hand + further - len(rejected)
                self._counters.dropped("StoreFailed", lost)
            else:
                self._counters.stored(batch)
            self._in_hand = 0


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
