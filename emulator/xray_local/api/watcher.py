"""One who watches: what changed since it was told last, in bounded room.

A client that reads slowly is told less often of more: what has not been sent is gathered,
each trace once, and of too many traces only those that changed last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from xray_local.model.summary import Summary
from xray_local.operations.live import Filter, News
from xray_local.wire.summaries import trace_summary


class Watcher:
    """Told of the traces that `admits` admits, of `limit` summaries at once.

    With a limit of 0 no summary is wanted, only when the traces began that changed.
    """

    def __init__(self, admits: Filter, limit: int) -> None:
        self.admits = admits
        self._limit = limit
        self._some = asyncio.Event()
        self._clear()

    def __repr__(self) -> str:
        return f"Watcher({self._matched} matched, {self._left_out} left out)"

    def matching(self, news: News) -> News:
        """Pure, so that it may be asked in a thread."""
        return News([each for each in news.traces if self.admits(each)], news.left_out)

    def note(self, news: News) -> None:
        """Of what matches; called in the event loop, as all that follows."""
        self._left_out += news.left_out
        self._matched += len(news.traces)
        self._starts(news.traces)
        if self._limit:
            for each in news.traces:
                before = self._traces.pop(each.trace_id, each)
                newer = before.received_at > each.received_at
                self._traces[each.trace_id] = before if newer else each
            while len(self._traces) > self._limit:
                del self._traces[next(iter(self._traces))]
                self._left_out += 1
        if self._matched or self._left_out:
            self._some.set()

    def wake(self) -> None:
        self._some.set()

    async def waited(self, seconds: float) -> bool:
        """Whether there is something to tell before so many seconds are over."""
        try:
            async with asyncio.timeout(seconds):
                await self._some.wait()
        except TimeoutError:
            return False
        return True

    def taken(self) -> dict[str, Any]:
        """What to tell; newest last change last. From now on it counts as told."""
        told = {
            "Matched": self._matched,
            "LeftOut": self._left_out,
            "Start": self._first,
            "End": self._last,
            "Traces": [trace_summary(each) for each in self._traces.values()],
        }
        self._clear()
        return told

    def _clear(self) -> None:
        self._some.clear()
        self._traces: dict[str, Summary] = {}
        self._matched = 0
        self._left_out = 0
        self._first: float | None = None
        self._last: float | None = None

    def _starts(self, traces: Sequence[Summary]) -> None:
        starts = [each.start for each in traces]
        bounds = [*starts, *(each for each in (self._first, self._last) if each)]
        self._first = min(bounds, default=None)
        self._last = max(bounds, default=None)
