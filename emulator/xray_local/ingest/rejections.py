"""The log's lines about rejected documents: all counted, not all printed.

A sender with a mistake makes it thousands of times a second; the log shows a few a
second and then how many it left out.
"""

from __future__ import annotations

import logging
import threading

from xray_local.clock import Clock
from xray_local.errors import DatagramRejected, DocumentRejected

log = logging.getLogger(__name__)

LINES_PER_SECOND = 5


class RejectionLog:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._second = 0
        self._lines = 0

    def note(self, rejection: DatagramRejected | DocumentRejected, sender: str) -> None:
        with self._lock:
            second = int(self._clock.now())
            if second != self._second:
                left_out = self._lines - LINES_PER_SECOND
                self._second, self._lines = second, 0
                if left_out > 0:
                    log.warning("%d more documents rejected", left_out)
            self._lines += 1
            if self._lines > LINES_PER_SECOND:
                return
        segment_id = getattr(rejection, "segment_id", None) or "unknown"
        log.warning(
            "rejected a document from %s: %s (segment id %s)",
            sender,
            rejection,
            segment_id,
        )
