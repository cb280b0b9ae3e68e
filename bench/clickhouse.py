"""What a segment costs in ClickHouse: time on the way in, bytes on disk, time to read.

On the way in ClickHouse's engine is a process of its own, spoken to over HTTP, so that
each side's time of a processor is known; it is read in this process. Beside it, in the
same run: the same documents inserted in the same batches, with nothing decoded and
nothing derived. docs/plan-a-cluster.md reckons with these figures.

    python -m bench.clickhouse
    python -m bench.clickhouse --traces 100000
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from xray_local.addresses import ChdbFolder, ClickHouseServer
from xray_local.clock import ManualClock
from xray_local.model.segment import Received, bytes_of
from xray_local.store.base import Limits
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.settling import write_documents
from xray_local.store.clickhouse.store import ClickHouseStore
from xray_local.wire.datagram import document_of
from xray_local.wire.documents import accept

from bench.queries import MIX, Times, newest, show
from bench.segments import SEGMENTS_PER_TRACE, datagrams
from bench.stored_traces import WINDOW
from bench.target import judge
from tests.clickhouse_server import RunningServer, clickhouse_server

TOGETHER = 2_000
"""Documents that the collector stores at once."""

SHARE = 0.05
"""Of the engine's own rate, which stores documents and derives nothing from them."""

_PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)


Batch = list[tuple[bytes, float]]
"""Datagrams, and when each came."""


def batches(traces: int) -> Iterator[Batch]:
    seconds = WINDOW.end - WINDOW.start
    pause = seconds / (traces * SEGMENTS_PER_TRACE)
    coming = enumerate(datagrams(traces, WINDOW.start, seconds))
    while together := list(islice(coming, TOGETHER)):
        yield [
            (datagram, WINDOW.start + number * pause) for number, datagram in together
        ]


def taken(batch: Batch) -> list[Received]:
    return [accept(document_of(datagram), at) for datagram, at in batch]


@dataclass
class Side:
    """Seconds that one kind of work took, in the bench and in the engine."""

    clock: float = 0.0
    ours: float = 0.0
    engines: float = 0.0

    @contextmanager
    def measured(self, server: RunningServer) -> Iterator[None]:
        before = time.perf_counter(), time.process_time(), used(server)
        yield
        self.clock += time.perf_counter() - before[0]
        self.ours += time.process_time() - before[1]
        self.engines += used(server) - before[2]

    def show(self, name: str, segments: int) -> float:
        """Prints a line; segments a second."""
        ours, engines = (each / segments * 1e6 for each in (self.ours, self.engines))
        print(
            f"{name:<32} {segments / self.clock:8,.0f} segments/s; µs of a processor"
            f" for each: {ours:6.1f} ours, {engines:6.1f} the engine's"
        )
        return segments / self.clock


def used(server: RunningServer) -> float:
    """Seconds of a processor that the engine has used so far."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fill(server: RunningServer, traces: int) -> tuple[float, int]:
    """Segments a second, and bytes as they came."""
    address = ClickHouseServer("127.0.0.1", server.port)
    accepted, stored, written = Side(), Side(), 0
    with closing(ClickHouseStore(address, _PLENTY, ManualClock(WINDOW.end))) as store:
        for coming in batches(traces):
            with accepted.measured(server):
                batch = taken(coming)
            with stored.measured(server):
                store.write(batch)
                store.settle(WINDOW.end + 1)  # the clock stands: all has been quiet
            written += bytes_of(batch)
    segments = traces * SEGMENTS_PER_TRACE
    accepted.show("accepted", segments)
    return stored.show("stored and settled", segments), written


def insert_alone(server: RunningServer, traces: int) -> float:
    """Segments a second, into the same table of another database."""
    address = ClickHouseServer("127.0.0.1", server.port, "alone")
    with closing(ClickHouseStore(address, _PLENTY, ManualClock(WINDOW.end))):
        pass  # so that the tables are there
    alone, arrival = Side(), 0
    with closing(Engine(address)) as engine:
        for batch in map(taken, batches(traces)):
            with alone.measured(server):
                write_documents(engine, batch, arrival)
            arrival += len(batch)
    return alone.show("inserted alone", arrival)


def opened(folder: Path) -> ClickHouseStore:
    return ClickHouseStore(ChdbFolder(folder), _PLENTY, ManualClock(WINDOW.end))


def sizes(folder: Path, segments: int, written: int) -> None:
    with closing(Engine(ChdbFolder(folder))) as engine:
        for table in ("documents", "summaries"):
            engine.command(f"OPTIMIZE TABLE {table} FINAL")
            ((size,),) = engine.rows(
                "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND"
                f" database = currentDatabase() AND table = '{table}'"
            )
            print(f"{table + ', merged':<32} {size / segments:8.0f} bytes a segment")
    print(f"{'as they came':<32} {written / segments:8.0f} bytes a segment")


def reads(folder: Path, rounds: int) -> None:
    cold, warm, listed, one = Times(), Times(), Times(), Times()
    for _ in range(rounds):
        with closing(opened(folder)) as store:
            cold.of(partial(store.graph, WINDOW))
            warm.of(partial(store.graph, WINDOW))
            for expression in MIX:
                listed.of(partial(newest, store, expression))
            for trace_id in newest(store, ""):
                one.of(partial(store.documents, trace_id))
    print(f"{'':32} by the clock, of the processor")
    show("graph of all, cold", cold)
    show("graph of all, again", warm)
    show("list, median of the mix", listed)
    show("list, 95th percentile of the mix", listed, 0.95)
    show("one trace, median", one)


def measure(folder: Path, traces: int, rounds: int) -> int:
    with clickhouse_server(folder) as server:
        ours, written = fill(server, traces)
        limit = insert_alone(server, traces)
    sizes(folder, traces * SEGMENTS_PER_TRACE, written)
    reads(folder, rounds)
    return judge(ours / limit, "the engine's own rate", least=SHARE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), given.traces, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
