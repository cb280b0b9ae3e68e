"""Traces that are still growing: their documents, and which ones have changed.

A trace's documents arrive within seconds of each other, so keeping recent ones here means
that almost no trace is ever read back in order to be summarised.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from xray_local.store.packing import Parts

QUIET = 0.3
"""Seconds without a document after which a trace is taken to be done for now, at least.
Settling a trace twice costs three times as much as once, so whenever many of those that
are ripe have been settled before, it takes longer from then on, for a while."""

MANY = 64
"""So many at once say something of how long traces pause now."""

LONGER = 1.5
SHORTER = 0.97
"""Four times a second, so that a longer time is forgotten within half a minute."""

PATIENCE = 3.0
"""Seconds after which a trace that never becomes quiet is summarised anyway."""


class OpenTrace(msgspec.Struct):
    """A trace in memory.

    `whole` is False while documents of its past may be on disk only. `key` and `settled`
    (packed) are what the derived tables hold of it. `unsettled_from` is the first row of
    documents that they do not count yet, None when they count all. `in_hand` while a
    worker derives it: until that is stored, nobody else may.
    """

    trace_id: str
    documents: Parts = []
    whole: bool = False
    key: int | None = None
    settled: bytes | None = None
    unsettled_from: int | None = None
    changed_since: float = 0.0
    touched_at: float = 0.0
    in_hand: bool = False


class OpenTraces:
    """A bounded cache; a trace that has changed never falls out of it."""

    def __init__(self, most_documents: int) -> None:
        self._most_documents = most_documents
        self._documents = 0
        self._traces: OrderedDict[str, OpenTrace] = OrderedDict()
        self._changed: dict[str, OpenTrace] = {}  # in order of `unsettled_from`
        self._quiet = QUIET

    def __repr__(self) -> str:
        return f"OpenTraces({len(self._traces)}, {len(self._changed)} changed)"

    def add(self, trace_id: str, documents: Parts, row: int, now: float) -> None:
        """Documents that were just stored under that row."""
        trace = self._traces.get(trace_id)
        if trace is None:
            trace = self._traces[trace_id] = OpenTrace(trace_id)
        else:
            self._traces.move_to_end(trace_id)
        trace.documents.extend(documents)
        trace.touched_at = now
        self._documents += len(documents)
        if trace.unsettled_from is None:
            trace.unsettled_from = row
            trace.changed_since = now
            self._changed[trace_id] = trace

    def complete(self, trace: OpenTrace, documents: Parts) -> None:
        """Every document of a trace, read back."""
        self._documents += len(documents) - len(trace.documents)
        trace.documents = documents
        trace.whole = True

    def settle(
        self, trace: OpenTrace, key: int, summary: bytes, documents: int
    ) -> None:
        """The derived tables count that many of its documents."""
        trace.key = key
        trace.settled = summary
        trace.whole = True
        trace.in_hand = False
        if documents == len(trace.documents):
            trace.unsettled_from = None
            del self._changed[trace.trace_id]

    def resettle(self, trace_id: str, summary: bytes) -> None:
        """A trace has not changed itself: what another one says of it did."""
        trace = self._traces.get(trace_id)
        if trace is not None and trace.settled is not None:
            trace.settled = summary

    def whole(self, trace_id: str) -> Parts | None:
        """All documents of a trace; None where some may be on disk only."""
        trace = self._traces.get(trace_id)
        return trace.documents if trace is not None and trace.whole else None

    def changed(self, trace_id: str) -> OpenTrace | None:
        return self._changed.get(trace_id)

    def all_changed(self) -> list[OpenTrace]:
        return list(self._changed.values())

    def ripe(self, now: float) -> list[OpenTrace]:
        """Changed traces that have been quiet, or have kept us waiting."""
        ripe = [
            trace
            for trace in self._changed.values()
            if not trace.in_hand
            and (
                now - trace.touched_at >= self._quiet
                or now - trace.changed_since >= PATIENCE
            )
        ]
        again = sum(trace.key is not None for trace in ripe)
        hasty = again >= MANY and again > len(ripe) / 8
        quiet = self._quiet * (LONGER if hasty else SHORTER)
        self._quiet = min(PATIENCE, max(QUIET, quiet))
        return ripe

    def unsettled_from(self, apart_from: Iterable[OpenTrace]) -> int | None:
        """The first row of documents that is not summarised, some traces aside."""
        aside = {trace.trace_id for trace in apart_from}
        for trace_id, trace in self._changed.items():
            if trace_id not in aside:
                return trace.unsettled_from
        return None

    def surplus(self) -> list[OpenTrace]:
        """The traces untouched for longest that must leave to be within the bound."""
        excess = self._documents - self._most_documents
        leaving: list[OpenTrace] = []
        for trace in self._traces.values():
            if excess <= 0:
                break
            excess -= len(trace.documents)
            leaving.append(trace)
        return leaving

    def drop(self, trace_id: str) -> None:
        trace = self._traces.pop(trace_id, None)
        if trace is not None:
            self._documents -= len(trace.documents)
            self._changed.pop(trace_id, None)
