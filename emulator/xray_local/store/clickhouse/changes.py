"""Traces that this process has added to and not summarised since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from xray_local.model.segment import Received
from xray_local.store.open_traces import PATIENCE, QUIET


class Change(msgspec.Struct):
    """What this process brought: decoded, and without its bytes."""

    documents: list[Received]
    since: float
    touched_at: float


class Changes:
    """By trace id, in order of their first change. Not thread-safe."""

    def __init__(self) -> None:
        self._changes: dict[str, Change] = {}

    def __len__(self) -> int:
        return len(self._changes)

    def add(self, batch: Iterable[Received], now: float) -> None:
        for received in batch:
            trace_id = received.segment.trace_id
            change = self._changes.get(trace_id)
            if change is None:
                change = self._changes[trace_id] = Change([], now, now)
            change.documents.append(
                Received(received.segment, b"", received.received_at)
            )
            change.touched_at = now

    def note(self, trace_ids: Iterable[str], now: float) -> None:
        """Traces to be summarised though this process brought nothing."""
        for trace_id in trace_ids:
            self._changes.setdefault(trace_id, Change([], now, now))

    def ripe(self, now: float) -> list[str]:
        """Those that have been quiet, or have kept us waiting."""
        return [
            trace_id
            for trace_id, change in self._changes.items()
            if now - change.touched_at >= QUIET or now - change.since >= PATIENCE
        ]

    def all(self) -> list[str]:
        return [*self._changes]

    def take(self, trace_ids: Sequence[str]) -> dict[str, Change]:
        """Those of them that are still there, which then they are no longer."""
        return {
            trace_id: change
            for trace_id in trace_ids
            if (change := self._changes.pop(trace_id, None)) is not None
        }

    def put_back(self, taken: dict[str, Change]) -> None:
        """What could not be summarised; documents that came since are added to it."""
        for trace_id, change in taken.items():
            since = self._changes.get(trace_id)
            if since is not None:
                change.documents += since.documents
                change.touched_at = since.touched_at
            self._changes[trace_id] = change
