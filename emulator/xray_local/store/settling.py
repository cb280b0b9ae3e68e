"""From stored documents to the derived tables: summaries, list columns and rollups.

A trace is derived anew from all its documents each time, so settling it twice is
harmless: that is what makes a killed process safe to start again. Traces that are new may
be handed out to workers; what those derive is stored when it is there.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import NamedTuple

from xray_local.store.derive import Derivation, Task, derive, derive_one
from xray_local.store.lexicon import Lexicon
from xray_local.store.mentions import REMOVE_MENTION, mentions_of
from xray_local.store.open_traces import OpenTrace, OpenTraces
from xray_local.store.packing import Parts, pack_summary, unpack_parts, unpack_summary
from xray_local.store.rollup import Rollups
from xray_local.store.rows import ADD_MENTION, UPSERT_SUMMARY, UPSERT_TRACE, trace_row
from xray_local.store.schema import transaction
from xray_local.store.workers import GONE, Workers

log = logging.getLogger(__name__)


class _Batch(NamedTuple):
    """Traces that a worker derives."""

    traces: Sequence[OpenTrace]
    tasks: Sequence[Task]
    derived: Future[Derivation]


class Settler:
    """Derives what has changed; used under the writer's lock."""

    def __init__(
        self,
        writer: sqlite3.Connection,
        open_traces: OpenTraces,
        workers: Workers | None = None,
    ) -> None:
        self._writer = writer
        self._open = open_traces
        self._workers = workers
        self._in_hand: deque[_Batch] = deque()
        self.rollups = Rollups(writer)
        self.lexicon: Lexicon | None = None
        (latest,) = writer.execute("SELECT max(key) FROM traces").fetchone()
        self._next_key: int = (latest or 0) + 1

    def hand_out(self, traces: Sequence[OpenTrace]) -> None:
        """Have workers derive those that are new, unless they are few."""
        workers = self._workers
        if workers is None or len(traces) <= workers.few:
            return
        self._recall(traces)
        new = [trace for trace in traces if trace.key is None and not trace.in_hand]
        if len(new) <= workers.few:
            return
        for start in range(0, len(new), workers.batch):
            batch = new[start : start + workers.batch]
            tasks = self._tasks(batch)
            derived = workers.derive(tasks, named=self.lexicon is not None)
            self._in_hand.append(_Batch(batch, tasks, derived))
            for trace in batch:
                trace.in_hand = True

    def in_hand(self) -> list[Future[Derivation]]:
        """What the workers have not derived yet, or nobody has stored."""
        return [batch.derived for batch in self._in_hand]

    def take_in(self, next_row: int, *, wait: bool = False) -> None:
        """Store what the workers have derived; all that they have in hand, if asked."""
        while self._in_hand and (wait or self._in_hand[0].derived.done()):
            batch = self._in_hand[0]
            try:
                derivation = batch.derived.result()
            except (CancelledError, *GONE) as error:
                log.warning(
                    "a worker has gone (%r): its traces are derived here", error
                )
                derivation = derive(batch.tasks, named=self.lexicon is not None)
            self._store_new(batch.traces, batch.tasks, derivation, next_row)
            self._in_hand.popleft()

    def settle(self, traces: Sequence[OpenTrace], next_row: int) -> None:
        """Bring the derived tables up to date with these traces."""
        if any(trace.in_hand for trace in traces):
            self.take_in(next_row, wait=True)
            traces = [trace for trace in traces if trace.unsettled_from is not None]
        self._recall(traces)
        new = [trace for trace in traces if trace.key is None]
        if new:
            tasks = self._tasks(new)
            derivation = derive(tasks, named=self.lexicon is not None)
            self._store_new(new, tasks, derivation, next_row)
        known = [trace for trace in traces if trace.unsettled_from is not None]
        if known:
            self._settle_again(known, next_row)

    def keep_hour(self, now: float) -> None:
        """Add up one hour's graph that has come to rest, if there is one."""
        hour = self.rollups.hour_at_rest(now)
        if hour is not None:
            with transaction(self._writer):
                self.rollups.keep(hour)

    def _tasks(self, new: Sequence[OpenTrace]) -> list[Task]:
        first = self._next_key
        self._next_key += len(new)
        return [
            Task(key, trace.trace_id, trace.documents.copy())
            for key, trace in enumerate(new, first)
        ]

    def _store_new(
        self,
        traces: Sequence[OpenTrace],
        tasks: Sequence[Task],
        derivation: Derivation,
        next_row: int,
    ) -> None:
        counted = [
            trace
            for trace, task in zip(traces, tasks, strict=True)
            if len(task.documents) == len(trace.documents)
        ]
        with self._storing(counted, len(tasks), next_row):
            self._writer.executemany(UPSERT_TRACE, derivation.traces)
            self._writer.executemany(UPSERT_SUMMARY, derivation.summaries)
            self._writer.executemany(ADD_MENTION, derivation.mentions)
            self.rollups.add(derivation.graphs)
        for trace, task, (key, summary) in zip(
            traces, tasks, derivation.summaries, strict=True
        ):
            self._open.settle(trace, key, summary, len(task.documents))
        if self.lexicon is not None and derivation.names is not None:
            self.lexicon.note_names(derivation.names)

    def _settle_again(self, traces: Sequence[OpenTrace], next_row: int) -> None:
        """Traces that the derived tables have, and that have changed since."""
        settled: list[tuple[OpenTrace, int, bytes]] = []
        with self._storing(traces, 0, next_row):
            for trace in traces:
                key, packed = self._replace(trace)
                settled.append((trace, key, packed))
        for trace, key, packed in settled:
            self._open.settle(trace, key, packed, len(trace.documents))

    def _replace(self, trace: OpenTrace) -> tuple[int, bytes]:
        """A trace's new rows instead of the old ones; its key and packed summary."""
        key, packed = _settled(trace)
        old = unpack_summary(packed)
        new = derive_one(trace.trace_id, trace.documents)
        packed = pack_summary(new)
        before, after = mentions_of(old, key), mentions_of(new, key)
        row = trace_row(key, new, len(trace.documents))
        self._writer.execute(UPSERT_TRACE, row)
        self._writer.execute(UPSERT_SUMMARY, (key, packed))
        self._writer.executemany(REMOVE_MENTION, before - after)
        self._writer.executemany(ADD_MENTION, after - before)
        self.rollups.replace(old, new)
        if self.lexicon is not None:
            self.lexicon.note(new)
        return key, packed

    @contextmanager
    def _storing(
        self, traces: Sequence[OpenTrace], new: int, next_row: int
    ) -> Iterator[None]:
        """One transaction, with the figures and rollups that belong to it.

        The derived tables will count all documents of these traces, `new` or not.
        """
        unsettled_from = self._open.unsettled_from(apart_from=traces) or next_row
        try:
            with transaction(self._writer):
                yield
                self.rollups.persist()
                self._writer.execute(
                    "UPDATE figures SET traces = traces + ?, unsettled_from = ?",
                    (new, unsettled_from),
                )
        except BaseException:
            self.rollups.forget()
            raise

    def _recall(self, traces: Iterable[OpenTrace]) -> None:
        """Complete what the cache has forgotten of traces that have a past."""
        for trace in traces:
            if trace.whole:
                continue
            row = self._writer.execute(
                "SELECT key, summary FROM traces JOIN summaries USING (key)"
                " WHERE trace_id = ?",
                (trace.trace_id,),
            ).fetchone()
            if row is None:
                continue
            trace.key, trace.settled = row
            self._open.complete(trace, read_parts(self._writer, trace.trace_id))


def read_parts(connection: sqlite3.Connection, trace_id: str) -> Parts:
    """A trace's documents in order of arrival."""
    rows = connection.execute(
        "SELECT documents FROM documents WHERE trace_id = ? ORDER BY id", (trace_id,)
    ).fetchall()
    return unpack_parts(blob for (blob,) in rows)


def _settled(trace: OpenTrace) -> tuple[int, bytes]:
    assert trace.key is not None
    assert trace.settled is not None
    return trace.key, trace.settled
