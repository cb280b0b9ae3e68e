"""What a segment costs in ClickHouse: time on the way in, bytes on disk, time to read.

All by chDB, ClickHouse's engine in this process, on one folder. Beside it, in the same
run: the engine's own rate, which is the same documents inserted in the same batches with
nothing decoded and nothing derived. docs/plan-a-cluster.md reckons with these figures.

    python -m bench.clickhouse
    python -m bench.clickhouse --traces 100000
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from xray_local.addresses import ChdbFolder
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
from bench.stored_traces import HOURS, WINDOW
from bench.target import judge

TOGETHER = 2_000
"""Documents that the collector stores at once."""

SHARE = 0.05
"""Of the engine's own rate, which stores documents and derives nothing from them."""

_PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)


def batches(traces: int) -> Iterator[list[Received]]:
    seconds = WINDOW.end - WINDOW.start
    coming = datagrams(traces, WINDOW.start, seconds)
    pause = seconds / (traces * SEGMENTS_PER_TRACE)
    number = 0
    while together := list(islice(coming, TOGETHER)):
        yield [
            accept(document_of(datagram), WINDOW.start + (number + each) * pause)
            for each, datagram in enumerate(together)
        ]
        number += len(together)


def opened(folder: Path) -> ClickHouseStore:
    return ClickHouseStore(ChdbFolder(folder), _PLENTY, ManualClock(WINDOW.end))


def fill(store: ClickHouseStore, traces: int, into: Times) -> int:
    """Bytes written. Accepting a document is not counted: every store needs that."""
    written = 0
    for batch in batches(traces):
        into.of(partial(_write, store, batch))
        written += bytes_of(batch)
    return written


def _write(store: ClickHouseStore, batch: list[Received]) -> None:
    store.write(batch)
    store.settle(WINDOW.end + 1)  # the clock stands: all of it has been quiet


def insert_alone(folder: Path, traces: int, into: Times) -> None:
    """The same documents into the same table of another database."""
    with closing(opened(folder)):  # so that the tables are there
        pass
    with closing(Engine(ChdbFolder(folder))) as engine:
        arrival = 0
        for batch in batches(traces):
            into.of(partial(write_documents, engine, batch, arrival))
            arrival += len(batch)


def rate(name: str, segments: int, times: Times) -> float:
    """Segments a second by the clock, printed."""
    wall, cpu = sum(times.wall) / 1000, sum(times.cpu) / 1000
    print(
        f"{name:<32} {segments / wall:8,.0f} segments/s,"
        f" {cpu / segments * 1e6:6.1f} µs of a processor each"
    )
    return segments / wall


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
    segments = traces * SEGMENTS_PER_TRACE
    stored, alone = Times(), Times()
    with closing(opened(folder)) as store:
        written = fill(store, traces, stored)
        print(f"{store.contents().traces:,} traces over {HOURS} h")
    ours = rate("stored and settled", segments, stored)
    sizes(folder, segments, written)
    reads(folder, rounds)
    insert_alone(folder / "alone", traces, alone)
    limit = rate("inserted, by the engine alone", segments, alone)
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
