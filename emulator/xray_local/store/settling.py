"""From stored documents to the derived tables: summaries, list columns and rollups.

A trace is derived anew from all its documents each time, so settling it twice is
harmless: that is what makes a killed process safe to start again. Traces that are new may
be handed out to workers; what those derive is stored when it is there.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import NamedTuple

from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.store.derive import Derivation, Task, derive, derive_one
from xray_local.store.lexicon import Lexicon
from xray_local.store.links import Links
from xray_local.store.mentions import Mentions
from xray_local.store.open_traces import OpenTrace, OpenTraces
from xray_local.store.packing import (
    Parts,
    pack_summary,
    received_of,
    unpack_parts,
    unpack_summary,
)
from xray_local.store.retention import Doomed, remove
from xray_local.store.rollup import Rollups
from xray_local.store.rows import UPSERT_SUMMARY, UPSERT_TRACE, trace_row
from xray_local.store.schema import transaction
from xray_local.store.spelling import Speller
from xray_local.store.workers import WorkerGone, Workers

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
        mentions: Mentions,
        workers: Workers | None = None,
    ) -> None:
        self._writer = writer
        self._open = open_traces
        self._workers = workers
        self._in_hand: deque[_Batch] = deque()
        self.rollups = Rollups(writer)
        self._links = Links(writer, self.rollups, self._documents)
        self.mentions = mentions
        self.lexicon: Lexicon | None = None
        self.hear: Callable[[Sequence[str]], None] | None = None
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
            derived = workers.derive(
                tasks,
                self.mentions.vocabulary.loose(),
                named=self.lexicon is not None,
            )
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
            except (CancelledError, WorkerGone) as error:
                log.warning(
                    "a worker has gone (%s): its traces are derived here", error
                )
                derivation = self._derive(batch.tasks)
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
            derivation = self._derive(tasks)
            self._store_new(new, tasks, derivation, next_row)
        known = [trace for trace in traces if trace.unsettled_from is not None]
        if known:
            self._settle_again(known, next_row)

    def keep_sum(self, now: float) -> None:
        """Add up some minutes' graphs that have come to rest, if there are any."""
        block = self.rollups.sums.at_rest(now)
        if block is not None:
            with transaction(self._writer):
                self.rollups.sums.keep(block)

    def _derive(self, tasks: Sequence[Task]) -> Derivation:
        loose = self.mentions.vocabulary.loose()
        return derive(tasks, loose, named=self.lexicon is not None)

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
            roles = self.mentions.add(derivation.words, derivation.spelt)
            rows = zip(derivation.traces, roles, strict=True)
            self._writer.executemany(UPSERT_TRACE, ((*row, blob) for row, blob in rows))
            self._writer.executemany(UPSERT_SUMMARY, derivation.summaries)
            self.rollups.add(derivation.graphs)
            for key, holder in derivation.holders.items():
                self._links.replace(key, None, holder)
            followers = self._links.follow(_ids(traces), derivation.holders)
        for trace, task, (key, summary) in zip(
            traces, tasks, derivation.summaries, strict=True
        ):
            self._open.settle(trace, key, summary, len(task.documents))
        self._resettle(followers)
        self._tell(traces)
        if self.lexicon is not None and derivation.names is not None:
            self.lexicon.note_names(derivation.names)

    def remove(self, doomed: Sequence[Doomed]) -> None:
        """End the life of these traces; nothing of them is open any more."""
        try:
            with transaction(self._writer):
                self.mentions.remove([trace.key for trace in doomed])
                for key, summary in remove(self._writer, doomed):
                    self.rollups.replace(summary, None)
                    self._links.replace(key, summary, None)
                followers = self._links.follow(_ids(doomed), {})
                self.rollups.persist()
        except BaseException:
            self.rollups.forget()
            self.mentions.forget()
            raise
        self._resettle(followers)

    def _settle_again(self, traces: Sequence[OpenTrace], next_row: int) -> None:
        """Traces that the derived tables have, and that have changed since."""
        settled: list[tuple[OpenTrace, int, bytes]] = []
        holders: dict[int, Summary] = {}
        with self._storing(traces, 0, next_row):
            for trace in traces:
                key, new, packed = self._replace(trace)
                settled.append((trace, key, packed))
                if new.links:
                    holders[key] = new
            followers = self._links.follow(_ids(traces), holders)
        for trace, key, packed in settled:
            self._open.settle(trace, key, packed, len(trace.documents))
        self._resettle(followers)
        self._tell(traces)

    def _replace(self, trace: OpenTrace) -> tuple[int, Summary, bytes]:
        """A trace's new rows instead of the old ones; its key and summary, and packed."""
        key, packed = _settled(trace)
        old = unpack_summary(packed)
        new = derive_one(trace.trace_id, trace.documents)
        packed = pack_summary(new)
        speller = Speller(self.mentions.vocabulary.loose())
        roles = self.mentions.replace(speller.words, speller.spell(key, new))
        row = trace_row(key, new, len(trace.documents))
        self._writer.execute(UPSERT_TRACE, (*row, roles))
        self._writer.execute(UPSERT_SUMMARY, (key, packed))
        self.rollups.replace(old, new)
        self._links.replace(key, old, new)
        if self.lexicon is not None:
            self.lexicon.note(new)
        return key, new, packed

    def _resettle(self, followers: Mapping[str, bytes]) -> None:
        """Called once their transaction has succeeded."""
        for trace_id, summary in followers.items():
            self._open.resettle(trace_id, summary)

    def _tell(self, traces: Sequence[OpenTrace]) -> None:
        if self.hear is not None:
            self.hear(_ids(traces))

    def _documents(self, trace_id: str) -> list[Received]:
        """All that have been stored for a trace."""
        whole = self._open.whole(trace_id)
        return received_of(
            read_parts(self._writer, trace_id) if whole is None else whole
        )

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
            self.mentions.forget()
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


def _ids(traces: Iterable[OpenTrace | Doomed]) -> list[str]:
    return [trace.trace_id for trace in traces]


def _settled(trace: OpenTrace) -> tuple[int, bytes]:
    assert trace.key is not None
    assert trace.settled is not None
    return trace.key, trace.settled
