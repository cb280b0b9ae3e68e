"""What came in and what became of it.

The identity, to the document, at any moment:

    received = stored + rejected + dropped + pending

`received` counts documents (a UDP datagram is one, whatever is in it, but an array that is
taken is as many as it has members), `rejected` those refused with a reason, `dropped`
those lost for a reason of ours. `pending` is not counted but measured: how many the
collector holds at that moment. So a document that got lost on the way would show, as
`unaccounted`. What the kernel dropped before we saw it is counted apart.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """A snapshot of the counters; every member counts since the process started."""

    received_udp: int
    received_http: int
    stored: int
    pending: int
    rejected: dict[str, int] = field(default_factory=dict)  # by X-Ray's ErrorCode
    dropped: dict[str, int] = field(default_factory=dict)  # by reason
    dropped_by_kernel: int = 0
    refused_requests: dict[str, int] = field(default_factory=dict)  # by error name
    notifications: dict[str, int] = field(default_factory=dict)  # by what became of it

    @property
    def received(self) -> int:
        return self.received_udp + self.received_http

    @property
    def unaccounted(self) -> int:
        """0, or there is a mistake in X-Ray Local."""
        lost = sum(self.rejected.values()) + sum(self.dropped.values())
        return self.received - self.stored - lost - self.pending


Counting = Callable[[], Counts]
"""Reads the counters at one moment."""


class Counters:
    """Thread-safe counters; one lock, taken once a batch."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._received_udp = 0
        self._received_http = 0
        self._stored = 0
        self._rejected: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._dropped_by_kernel = 0
        self._refused: Counter[str] = Counter()
        self._notifications: Counter[str] = Counter()

    def received_udp(self, documents: int) -> None:
        with self._lock:
            self._received_udp += documents

    def received_http(self, documents: int) -> None:
        with self._lock:
            self._received_http += documents

    def stored(self, documents: int) -> None:
        with self._lock:
            self._stored += documents

    def rejected(self, codes: Iterable[str]) -> None:
        with self._lock:
            self._rejected.update(codes)

    def dropped(self, reason: str, documents: int) -> None:
        with self._lock:
            self._dropped[reason] += documents

    def dropped_by_kernel(self, datagrams: int) -> None:
        """The kernel's own count so far, not an increment."""
        with self._lock:
            self._dropped_by_kernel = max(self._dropped_by_kernel, datagrams)

    def refused(self, error: str) -> None:
        with self._lock:
            self._refused[error] += 1

    def notification(self, fate: str) -> None:
        with self._lock:
            self._notifications[fate] += 1

    def snapshot(self, pending: int) -> Counts:
        """`Collector.counts` gives what it holds, and keeps still meanwhile."""
        with self._lock:
            return Counts(
                received_udp=self._received_udp,
                received_http=self._received_http,
                stored=self._stored,
                pending=pending,
                rejected=dict(self._rejected),
                dropped=dict(self._dropped),
                dropped_by_kernel=self._dropped_by_kernel,
                refused_requests=dict(self._refused),
                notifications=dict(self._notifications),
            )
