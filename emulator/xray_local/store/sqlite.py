"""The store on disk: SQLite, in one file that any SQLite can open.

One connection writes, under a lock; each read borrows a connection of its own and sees a
consistent moment. `write` only appends documents. What readers ask for is derived when a
trace has been quiet for a moment, or at once when a reader comes first: every read begins
by settling what has changed, so it sees every write that has returned.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from contextlib import ExitStack, contextmanager
from pathlib import Path

from xray_local.clock import Clock
from xray_local.graph.graph import Graph
from xray_local.graph.series import Minute
from xray_local.model.names import Names
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.window import Window
from xray_local.query.plan import EVERY_TRACE, Plan
from xray_local.store import moved, retention, schema, settings
from xray_local.store.base import Contents, Limits, Reading, Selection
from xray_local.store.cast import KnownRoles
from xray_local.store.damage import readable, usable
from xray_local.store.graphs import GraphReader
from xray_local.store.lexicon import Lexicon
from xray_local.store.links import links_to
from xray_local.store.listing import count_query, list_summaries, reading_of
from xray_local.store.mentions import Mentions
from xray_local.store.open_traces import OpenTrace, OpenTraces
from xray_local.store.packing import Parts, pack_parts, received_of, unpack_summary
from xray_local.store.settling import Settler, read_parts
from xray_local.store.variety import MOST_VALUES
from xray_local.store.vocabulary import Vocabulary
from xray_local.store.workers import Workers

CACHED_DOCUMENTS = 40_000
"""Documents of recent traces kept in memory, about 1.5 KB each."""

_STEP = 256
"""Traces settled in one transaction: some 80 ms of a writer's patience. Each one writes
the graph of the minute anew."""

_VACUUM_STEPS = 16


class SqliteStore:
    """A Store in a directory, which it shares with no other process that writes.

    A field of a service that has had more than `most_values` is indexed text by text.
    Raises ConfigError when the directory is in use or its file cannot be used.
    """

    def __init__(
        self,
        directory: Path,
        limits: Limits,
        clock: Clock,
        *,
        workers: Workers | None = None,
        cached_documents: int = CACHED_DOCUMENTS,
        most_values: int = MOST_VALUES,
    ) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / schema.FILE_NAME
        self._limits = limits
        self._clock = clock
        self._lock = threading.RLock()
        self._idle_readers: list[sqlite3.Connection] = []
        self._closed = False
        self._pruned = 0
        self._open = OpenTraces(cached_documents)
        self._next_row = 1
        self._graphs = GraphReader()
        self._roles = KnownRoles()
        self._claim = schema.claim(directory)
        with ExitStack() as undone, usable(self._path):
            undone.callback(self._claim.close)
            self._writer = schema.open_writer(self._path)
            undone.callback(self._writer.close)
            mentions = Mentions(self._writer, Vocabulary(self._writer, most_values))
            self._settler = Settler(self._writer, self._open, mentions, workers)
            self._take_up()
            undone.pop_all()

    def __repr__(self) -> str:
        return f"SqliteStore({str(self._path)!r}, {self._open!r})"

    def write(self, batch: Sequence[Received]) -> None:
        brought: dict[str, Parts] = {}
        for received in batch:
            part = (received.received_at, received.document)
            brought.setdefault(received.segment.trace_id, []).append(part)
        blobs = pack_parts(brought.values())
        packed = [
            (trace_id, len(parts), blob)
            for (trace_id, parts), blob in zip(brought.items(), blobs, strict=True)
        ]
        now = self._clock.now()
        with self._lock:
            first = self._next_row
            with schema.transaction(self._writer):
                self._writer.executemany(
                    "INSERT INTO documents VALUES (?, ?, ?, ?)",
                    ((row, *each) for row, each in enumerate(packed, first)),
                )
                self._writer.execute(
                    "UPDATE figures SET documents = documents + ?", (len(batch),)
                )
            self._next_row = first + len(packed)
            for row, (trace_id, parts) in enumerate(brought.items(), first):
                self._open.add(trace_id, parts, row, now)
            self._let_go()

    def settle(self, now: float) -> None:
        """Derive what has been quiet for a moment. Call it a few times a second."""
        with self._lock:
            self._settler.take_in(self._next_row)
            ripe = self._open.ripe(now)
            self._settler.hand_out(ripe)
        self._settle([trace for trace in ripe if not trace.in_hand])
        with self._lock:
            self._settler.keep_sum(now)

    def listen(self, hear: Callable[[Sequence[str]], None] | None) -> None:
        self._settler.hear = hear

    def prune(self, now: float) -> int:
        self._settle_all()
        removed = 0
        while step := self._prune_step(now):
            removed += step
            _make_way()
        for _ in range(_VACUUM_STEPS):
            with self._lock:
                if not retention.give_back(self._writer):
                    break
        return removed

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            try:
                self._settle_step(self._open.all_changed())
            finally:  # the next opening takes up what could not be derived
                self._closed = True
                for reader in self._idle_readers:
                    reader.close()
                self._idle_readers.clear()
                self._writer.close()
                self._claim.close()

    def documents(self, trace_id: str) -> Sequence[Received]:
        with self._reading() as reader:
            return received_of(read_parts(reader, trace_id))

    def summary(self, trace_id: str) -> Summary | None:
        self._settle_some([trace_id])
        found = self._summary(trace_id)
        if found is None or not found.links:
            return found
        self._settle_some(link.linked_trace_id for link in found.links)
        return self._summary(trace_id)

    def links_to(self, trace_id: str) -> Sequence[TraceLink]:
        self._settle_all()
        with self._reading() as reader:
            return links_to(reader, trace_id)

    def summaries(self, plan: Plan, after: Position | None = None) -> Iterator[Summary]:
        self._settle_all()
        return list_summaries(self._reading, self._roles, plan, after)

    def reading(self, plan: Plan) -> Reading:
        self._settle_all()
        with self._reading() as reader, schema.snapshot(reader):
            return reading_of(reader, self._roles, plan)

    def count(self, plan: Plan, after: Position | None, upto: Position | None) -> int:
        self._settle_all()
        with self._reading() as reader:
            (number,) = reader.execute(*count_query(plan, after, upto)).fetchone()
        return int(number)

    def graph(self, window: Window, selection: Selection | None = None) -> Graph:
        self._settle_all()
        with self._reading() as reader:
            return self._graphs.graph(reader, window, selection)

    def received(self, window: Window) -> Iterator[Minute]:
        self._settle_all()
        while True:
            with self._reading() as reader:
                minute = moved.received(reader, window)
            if minute is None:
                return
            yield minute
            window = Window(window.start, minute.start)

    def names(self) -> Names:
        self._settle_all()
        with self._lock:
            lexicon = self._settler.lexicon
            if lexicon is None:  # nobody has asked yet: until then nothing was noted
                lexicon = Lexicon(
                    list_summaries(self._reading, self._roles, EVERY_TRACE, None)
                )
                self._settler.lexicon = lexicon
        return lexicon.names()

    def contents(self) -> Contents:
        self._settle_all()
        with self._reading() as reader, schema.snapshot(reader):
            documents, traces = reader.execute(
                "SELECT documents, traces FROM figures"
            ).fetchone()
            (oldest,) = reader.execute(
                "SELECT min(start) FROM traces WHERE visible"
            ).fetchone()
            (newest,) = reader.execute(
                "SELECT max(start) FROM traces WHERE visible"
            ).fetchone()
            used = retention.used_bytes(reader)
        return Contents(traces, documents, used, oldest, newest, self._pruned)

    def setting(self, name: str) -> bytes | None:
        with self._reading() as reader:
            return settings.read(reader, name)

    def change_setting(
        self, name: str, change: Callable[[bytes | None], bytes]
    ) -> None:
        with readable(self._path), self._lock, schema.transaction(self._writer):
            settings.write(
                self._writer, name, change(settings.read(self._writer, name))
            )

    def _summary(self, trace_id: str) -> Summary | None:
        with self._reading() as reader:
            row = reader.execute(
                "SELECT summary FROM traces JOIN summaries USING (key)"
                " WHERE trace_id = ?",
                (trace_id,),
            ).fetchone()
            return unpack_summary(row[0]) if row else None

    def _settle_some(self, trace_ids: Iterable[str]) -> None:
        with readable(self._path), self._lock:
            changed = map(self._open.changed, dict.fromkeys(trace_ids))
            self._settle_step([trace for trace in changed if trace is not None])

    def _settle_all(self) -> None:
        with self._lock:
            self._settler.hand_out(self._open.all_changed())
            in_hand = self._settler.in_hand()
        futures.wait(in_hand)
        with readable(self._path):
            with self._lock:
                self._settler.take_in(self._next_row)
                changed = self._open.all_changed()
            self._settle(changed)

    def _settle(self, traces: Sequence[OpenTrace]) -> None:
        """In steps, with turns for others in between."""
        for start in range(0, len(traces), _STEP):
            if start:
                _make_way()
            with self._lock:
                self._settle_step(traces[start : start + _STEP])

    def _settle_step(self, traces: Sequence[OpenTrace]) -> None:
        """Those of the traces that still need it; under the lock."""
        pending = [
            trace for trace in traces if self._open.changed(trace.trace_id) is trace
        ]
        if pending:
            self._settler.settle(pending, self._next_row)

    def _let_go(self) -> None:
        """Keep the cache within its bound."""
        leaving = self._open.surplus()
        self._settle_step(leaving)
        for trace in leaving:
            self._open.drop(trace.trace_id)

    def _prune_step(self, now: float) -> int:
        """Remove a few traces; how many documents went."""
        with self._lock:
            doomed = self._doomed(now)
            if not doomed:
                return 0
            for trace in doomed:
                self._open.drop(trace.trace_id)
            self._settler.remove(doomed)
            removed = sum(trace.documents for trace in doomed)
            self._pruned += removed
            return removed

    def _doomed(self, now: float) -> list[retention.Doomed]:
        """The next traces to go, all of them judged by their latest document."""
        while True:
            doomed = retention.oldest(self._writer, self._limits, now)
            found = (self._open.changed(trace.trace_id) for trace in doomed)
            changed = [trace for trace in found if trace is not None]
            if not changed:
                return doomed
            self._settle_step(changed)

    def _take_up(self) -> None:
        """Go on where the process before this one ended."""
        (latest, unsettled_from) = self._writer.execute(
            "SELECT (SELECT max(id) FROM documents), unsettled_from FROM figures"
        ).fetchone()
        # Not below `unsettled_from`, or rows that retention has removed would be given
        # anew to documents which then count as derived.
        self._next_row = max((latest or 0) + 1, unsettled_from)
        self._recover(unsettled_from)

    def _recover(self, unsettled_from: int) -> None:
        """Take up what a killed process had stored but not yet derived."""
        rows = self._writer.execute(
            "SELECT trace_id, min(id) FROM documents WHERE id >= ?"
            " GROUP BY trace_id ORDER BY min(id)",
            (unsettled_from,),
        ).fetchall()
        for trace_id, row in rows:
            self._open.add(trace_id, [], row, self._clock.now())
        pending = self._open.all_changed()[::-1]
        while pending:  # a list that held them all would keep their documents, too
            trace = pending.pop()
            self._open.complete(trace, read_parts(self._writer, trace.trace_id))
            trace.whole = False  # whether it was summarised before is still to be seen
            if len(pending) % _STEP == 0:
                self._let_go()
        self._let_go()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of the caller's own for a while."""
        with readable(self._path):
            try:
                reader = self._idle_readers.pop()
            except IndexError:
                reader = schema.open_reader(self._path)
        try:
            with readable(self._path):
                yield reader
        finally:
            with self._lock:
                if self._closed:
                    reader.close()
                else:
                    self._idle_readers.append(reader)


def _make_way() -> None:
    """Let a thread that waits for the lock have it: Python's locks know no queue."""
    time.sleep(0.0005)
