"""Traces in memory: simple enough to be the oracle for every other store.

Nothing is kept that could disagree with the documents: a summary is derived when a
reader asks and forgotten when its trace changes, and a graph is the sum of summaries.
What a link's other end says is looked up each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from xray_local.graph.connections import Senders, senders_in, with_senders
from xray_local.graph.graph import Graph, graph_of
from xray_local.graph.series import Minute, minutes_of
from xray_local.graph.summarise import summarise
from xray_local.model.names import Names
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.trace import assemble
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.plan import EVERY_TRACE, Plan
from xray_local.store.base import Contents, Limits, Selection
from xray_local.store.lexicon import Lexicon
from xray_local.store.matching import admits, is_visible, moment_of


@dataclass(slots=True)
class _Kept:
    """One trace: its documents, and what they alone give once somebody asked."""

    trace_id: str
    documents: list[Received] = field(default_factory=list)
    derived: Summary | None = None
    known_senders: Senders | None = None

    def add(self, received: Received) -> None:
        self.documents.append(received)
        self.derived = self.known_senders = None

    @property
    def summary(self) -> Summary:
        """Its links without their senders, which other traces know."""
        if self.derived is None:
            self.derived = summarise(assemble(self.trace_id, self.documents))
        return self.derived

    @property
    def senders(self) -> Senders:
        if self.known_senders is None:
            self.known_senders = senders_in(assemble(self.trace_id, self.documents))
        return self.known_senders

    @property
    def bytes(self) -> int:
        return sum(len(received.document) for received in self.documents)


class MemoryStore:
    """A Store whose contents end with the process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.RLock()
        self._traces: dict[str, _Kept] = {}
        self._settings: dict[str, bytes] = {}
        self._pruned = 0
        self._hear: Callable[[Sequence[str]], None] | None = None

    def __repr__(self) -> str:
        return f"MemoryStore({len(self._traces)} traces)"

    def write(self, batch: Sequence[Received]) -> None:
        with self._lock:
            for received in batch:
                trace_id = received.segment.trace_id
                self._traces.setdefault(trace_id, _Kept(trace_id)).add(received)
            if self._hear is not None:
                self._hear([received.segment.trace_id for received in batch])

    def listen(self, hear: Callable[[Sequence[str]], None] | None) -> None:
        self._hear = hear

    def settle(self, now: float) -> None:
        """Nothing waits here: summaries are derived when they are read."""

    def prune(self, now: float) -> int:
        with self._lock:
            excess = sum(kept.bytes for kept in self._traces.values())
            excess -= self._limits.max_bytes
            removed = 0
            for kept in sorted(
                self._traces.values(), key=lambda kept: kept.summary.received_at
            ):
                fresh = kept.summary.received_at >= now - self._limits.max_age
                if fresh and excess <= 0:
                    break
                excess -= kept.bytes
                removed += len(kept.documents)
                del self._traces[kept.trace_id]
            self._pruned += removed
            return removed

    def close(self) -> None:
        """Nothing to let go of."""

    def documents(self, trace_id: str) -> Sequence[Received]:
        with self._lock:
            kept = self._traces.get(trace_id)
            return tuple(kept.documents) if kept else ()

    def summary(self, trace_id: str) -> Summary | None:
        with self._lock:
            kept = self._traces.get(trace_id)
            return self._summary(kept) if kept else None

    def links_to(self, trace_id: str) -> Sequence[TraceLink]:
        holders = [summary for summary in self._all() if summary.links]
        holders.sort(key=lambda each: (each.start, each.trace_id), reverse=True)
        links = (link for summary in holders for link in summary.links)
        return [link for link in links if link.linked_trace_id == trace_id]

    def summaries(self, plan: Plan, after: Position | None = None) -> Iterator[Summary]:
        admitted = [summary for summary in self._all() if admits(plan, summary)]
        admitted.sort(key=lambda each: _position(each, plan.by), reverse=True)
        for summary in admitted:
            if after is None or _position(summary, plan.by) < (
                after.moment,
                after.trace_id,
            ):
                yield summary

    def count(self, plan: Plan, after: Position | None, upto: Position | None) -> int:
        listed = self.summaries(Plan(plan.window, plan.by), after)
        if upto is None:
            return sum(1 for _ in listed)
        last = (upto.moment, upto.trace_id)
        return sum(1 for each in listed if _position(each, plan.by) >= last)

    def graph(self, window: Window, selection: Selection | None = None) -> Graph:
        return graph_of(
            each
            for each in self._all()
            if each.start in window and (selection is None or selection.admits(each))
        )

    def received(self, window: Window) -> Iterator[Minute]:
        return minutes_of(self.summaries(Plan(window, TimeRangeType.EVENT)))

    def names(self) -> Names:
        return Lexicon(self.summaries(EVERY_TRACE)).names()

    def contents(self) -> Contents:
        with self._lock:
            starts = [each.start for each in self._all() if is_visible(each)]
            return Contents(
                traces=len(self._traces),
                documents=sum(len(kept.documents) for kept in self._traces.values()),
                bytes=sum(kept.bytes for kept in self._traces.values()),
                oldest=min(starts, default=None),
                newest=max(starts, default=None),
                pruned=self._pruned,
            )

    def setting(self, name: str) -> bytes | None:
        return self._settings.get(name)

    def change_setting(
        self, name: str, change: Callable[[bytes | None], bytes]
    ) -> None:
        with self._lock:
            self._settings[name] = change(self._settings.get(name))

    def _all(self) -> list[Summary]:
        with self._lock:
            return [self._summary(kept) for kept in self._traces.values()]

    def _summary(self, kept: _Kept) -> Summary:
        summary = kept.summary
        return with_senders(summary, self._senders_of) if summary.links else summary

    def _senders_of(self, trace_id: str) -> Senders:
        kept = self._traces.get(trace_id)
        return kept.senders if kept else {}


def _position(summary: Summary, by: TimeRangeType) -> tuple[float, str]:
    return (moment_of(summary, by), summary.trace_id)
