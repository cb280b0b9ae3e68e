"""Writes traces into a SQLite store until it is killed; prints each acknowledged id.

Run by test_sqlite_on_disk.py in a process of its own: `python endless_writer.py DIRECTORY`.
"""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

from xray_local.clock import SystemClock
from xray_local.store.base import Limits
from xray_local.store.sqlite import SqliteStore

from tests.contract.traces import ALWAYS, NOON, a_trace


def main(directory: Path) -> None:
    store = SqliteStore(directory, Limits(1e12, 1 << 40), SystemClock())
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
    main(Path(sys.argv[1]))
