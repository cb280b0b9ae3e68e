"""What was rejected lately: lines in the log, and the documents themselves to look at.

A sender with a mistake makes it thousands of times a second. All are counted (counters),
but the log shows a few a second and then how many it left out, and of the documents the
last ones are kept, each cut to its beginning.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from collections.abc import Iterable

from xray_local.clock import Clock
from xray_local.errors import DatagramRejected, DocumentRejected
from xray_local.model.ids import trace_id_from
from xray_local.model.rejected import RejectedDocument, Transport

log = logging.getLogger(__name__)

LINES_PER_SECOND = 5
KEPT_DOCUMENTS = 200
KEPT_BYTES = 4_096
"""Of each document: enough to know it by."""

_TRACE_ID = re.compile(rb'"trace_id"\s*:\s*"([0-9a-fA-F-]{32,35})"')


class RejectionLog:
    """Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._second = 0
        self._lines = 0
        self._kept: deque[RejectedDocument] = deque(maxlen=KEPT_DOCUMENTS)

    def note(
        self,
        rejection: DatagramRejected | DocumentRejected,
        sender: str,
        transport: Transport,
        document: bytes,
    ) -> None:
        """`document` is what was sent: of UDP, the whole datagram."""
        now = self._clock.now()
        rejected = _rejected(rejection, sender, transport, document, now)
        with self._lock:
            self._kept.append(rejected)
            shown = self._has_room_for_a_line(int(now))
        if shown:
            log.warning(
                "rejected a document from %s: %s (segment id %s)",
                sender,
                rejection,
                rejected.segment_id or "unknown",
            )

    def recent(self) -> list[RejectedDocument]:
        """The last ones, newest first."""
        with self._lock:
            return [*reversed(self._kept)]

    def recall(self, kept: Iterable[RejectedDocument]) -> None:
        """What `recent` told in a process before this one; before the first `note`."""
        with self._lock:
            self._kept.extend(reversed([*kept]))

    def tell_left_out(self, now: float) -> None:
        """Log how many the last second left out. Call it about once a second."""
        with self._lock:
            self._turn_to(int(now))

    def _turn_to(self, second: int) -> None:
        if second == self._second:
            return
        left_out = self._lines - LINES_PER_SECOND
        self._second, self._lines = second, 0
        if left_out > 0:
            log.warning("%d more documents rejected", left_out)

    def _has_room_for_a_line(self, second: int) -> bool:
        self._turn_to(second)
        self._lines += 1
        return self._lines <= LINES_PER_SECOND


def _rejected(
    rejection: DatagramRejected | DocumentRejected,
    sender: str,
    transport: Transport,
    document: bytes,
    now: float,
) -> RejectedDocument:
    segment_id = (
        rejection.segment_id if isinstance(rejection, DocumentRejected) else None
    )
    named = _TRACE_ID.search(document)
    return RejectedDocument(
        at=now,
        sender=sender,
        transport=transport,
        code=rejection.code,
        message=str(rejection),
        segment_id=segment_id,
        trace_id=trace_id_from(named[1].decode()) if named else None,
        size=len(document),
        text=document[:KEPT_BYTES].decode(errors="replace"),
    )
