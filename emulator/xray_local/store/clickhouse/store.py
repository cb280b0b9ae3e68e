"""The store in ClickHouse, as seen by one of the processes that may share it.

What this process writes, its readers see at once, since every read begins by settling
what it has brought. What another process writes they see when that one has settled it,
within about a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from xray_local.addresses import ClickHouseServer
from xray_local.clock import Clock
from xray_local.graph.graph import Graph
from xray_local.graph.series import Minute, minutes_of
from xray_local.model.names import Names
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.plan import EVERY_TRACE, Plan
from xray_local.store.base import Contents, Limits, Note, Reading, Selection
from xray_local.store.clickhouse import (
    board,
    links,
    listing,
    retention,
    settings,
    settling,
)
from xray_local.store.clickhouse.changes import Changes
from xray_local.store.clickhouse.engine import REPLICA_DELAY, Address, Engine
from xray_local.store.clickhouse.graphs import GraphReader
from xray_local.store.clickhouse.rows import DERIVED
from xray_local.store.clickhouse.tables import make_tables
from xray_local.store.clickhouse.turns import take_turn
from xray_local.store.clickhouse.vocabulary import Vocabulary
from xray_local.store.lexicon import LOOKED_AT, Lexicon

STRAGGLERS_SECONDS = 60.0
"""How often one of the processes looks for traces that nobody has summarised."""

LOOKED_BACK_SECONDS = 600.0

_STEP = 500
"""Traces settled at once."""


class ClickHouseStore:
    """A Store in one database; with a server, of any number of processes.

    Raises ConfigError when it cannot be opened.
    """

    def __init__(self, address: Address, limits: Limits, clock: Clock) -> None:
        self._address = address
        self._limits = limits
        self._clock = clock
        self._shared = isinstance(address, ClickHouseServer)
        self._engine = Engine(address)
        self._writing = threading.Lock()
        self._settling = threading.Lock()
        self._changing = threading.Lock()
        self._setting = threading.Lock()
        self._changes = Changes()
        self._vocabulary = Vocabulary(self._engine)
        self._cluster = getattr(address, "cluster", None)
        rest = 2 * REPLICA_DELAY if self._cluster else 0
        self._graphs = GraphReader(self._engine, clock, rest=rest)
        self._pruned = 0
        self._closed = False
        try:
            make_tables(self._engine, address, limits.max_age)
            self._arrival = self._latest_arrival()
            self._take_up(self._arrival / 1e9 - LOOKED_BACK_SECONDS)
        except BaseException:
            self._engine.close()
            raise

    def __repr__(self) -> str:
        return f"ClickHouseStore({str(self._address)!r}, {len(self._changes)} changed)"

    def write(self, batch: Sequence[Received]) -> None:
        if not batch:
            return
        now = self._clock.now()
        with self._writing:
            first = max(self._arrival + 1, int(now * 1e9))
            settling.write_documents(self._engine, batch, first)
            self._arrival = first + len(batch) - 1
            with self._changing:
                self._changes.add(batch, now)

    def settle(self, now: float) -> None:
        if self._shared and take_turn(
            self._engine, "settling", now, every=STRAGGLERS_SECONDS
        ):
            self._take_up(now - LOOKED_BACK_SECONDS)
        with self._changing:
            ripe = self._changes.ripe(now)
        self._settle(ripe)

    def prune(self, now: float) -> int:
        if self._shared:
            return 0  # the tables do it
        with self._writing:
            self._settle_all()
            removed = retention.prune_aged(self._engine, self._limits, now)
            removed += retention.prune_excess(self._engine, self._limits)
        self._pruned += removed
        return removed

    def close(self) -> None:
        if self._closed:
            return
        self._settle_all()
        self._closed = True
        self._engine.close()

    def documents(self, trace_id: str) -> Sequence[Received]:
        return settling.read_documents(self._engine, [trace_id]).get(trace_id, [])

    def summary(self, trace_id: str) -> Summary | None:
        self._settle([trace_id])
        return listing.newest_summaries(self._engine, [trace_id]).get(trace_id)

    def links_to(self, trace_id: str) -> Sequence[TraceLink]:
        self._settle_all()
        return links.links_to(self._engine, trace_id)

    def summaries(self, plan: Plan, after: Position | None = None) -> Iterator[Summary]:
        self._settle_all()
        return listing.list_summaries(self._engine, self._vocabulary, plan, after)

    def reading(self, plan: Plan) -> Reading:
        self._settle_all()
        return listing.reading_of(self._engine, self._vocabulary, plan)

    def count(self, plan: Plan, after: Position | None, upto: Position | None) -> int:
        self._settle_all()
        return listing.count(self._engine, plan, after, upto)

    def graph(self, window: Window, selection: Selection | None = None) -> Graph:
        self._settle_all()
        return self._graphs.graph(window, selection)

    def received(self, window: Window) -> Iterator[Minute]:
        return minutes_of(self.summaries(Plan(window, TimeRangeType.EVENT)))

    def names(self) -> Names:
        self._settle_all()
        return Lexicon(
            listing.list_summaries(
                self._engine, self._vocabulary, EVERY_TRACE, None, LOOKED_AT
            )
        ).names()

    def contents(self) -> Contents:
        """With a server, a trace may be counted once more until its rows are merged."""
        self._settle_all()
        final = "" if self._shared else "FINAL"
        ((traces, visible, oldest, newest),) = self._engine.rows(
            f"SELECT countIf({DERIVED}), countIf(visible), minIf(start, visible),"
            f" maxIf(start, visible) FROM summaries {final}"
        )
        ((documents,),) = self._engine.rows("SELECT count() FROM documents")
        return Contents(
            traces,
            documents,
            retention.used_bytes(self._engine, self._cluster),
            oldest if visible else None,
            newest if visible else None,
            self._pruned,
        )

    def setting(self, name: str) -> bytes | None:
        return settings.read(self._engine, name)

    def change_setting(
        self, name: str, change: Callable[[bytes | None], bytes]
    ) -> None:
        with self._setting:  # one after the other here, so that fewer are in vain
            settings.change(self._engine, name, change)

    def tell(self, process: str, notes: Sequence[Note]) -> None:
        board.write(self._engine, process, notes)

    def told(
        self, topic: str, *, besides: str, since: float, most: int
    ) -> Sequence[Note]:
        return board.read(self._engine, topic, besides, since, most)

    def _settle_all(self) -> None:
        with self._changing:
            changed = self._changes.all()
        self._settle(changed)

    def _settle(self, trace_ids: Sequence[str]) -> None:
        """When it returns, these have been settled, by this thread or another."""
        for start in range(0, max(1, len(trace_ids)), _STEP):
            with self._settling:
                self._settle_step(trace_ids[start : start + _STEP])

    def _settle_step(self, trace_ids: Sequence[str]) -> None:
        with self._changing:
            taken = self._changes.take(trace_ids)
        if not taken:
            return
        try:
            settling.settle(self._engine, self._vocabulary, taken)
        except BaseException:
            with self._changing:
                self._changes.put_back(taken)
            raise

    def _take_up(self, since: float) -> None:
        """What somebody had stored but did not come to summarise."""
        found = settling.unsettled(self._engine, max(0.0, since))
        with self._changing:
            self._changes.note(found, self._clock.now())

    def _latest_arrival(self) -> int:
        """So that a clock that was put back does not put documents before others."""
        if self._shared:
            return int(self._clock.now() * 1e9)
        ((latest,),) = self._engine.rows("SELECT max(arrival) FROM documents")
        return int(latest)
