"""Writes traces into a store until it is killed; prints each acknowledged id.

Run by tests in a process of its own: `python -m tests.contract.endless_writer DIRECTORY
sqlite`, or `chdb`.
"""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

from xray_local.addresses import ChdbFolder
from xray_local.clock import SystemClock
from xray_local.store.base import Limits, Store
from xray_local.store.clickhouse.store import ClickHouseStore
from xray_local.store.sqlite import SqliteStore

from tests.contract.traces import ALWAYS, NOON, a_trace


def opened(directory: Path, engine: str) -> Store:
    limits, clock = Limits(1e12, 1 << 40), SystemClock()
    if engine == "chdb":
        return ClickHouseStore(ChdbFolder(directory), limits, clock)
    return SqliteStore(directory, limits, clock)


def main(directory: Path, engine: str) -> None:
    store = opened(directory, engine)
    run = time.time_ns()
    for number in count():
        trace_id = f"1-{run % 2**32:08x}-{number:024x}"
        first, *rest = a_trace(NOON + number / 10, trace_id=trace_id)
        store.write([first])
        store.write(rest)
        print(trace_id, flush=True)
        if number % 20 == 0:
            store.graph(ALWAYS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
