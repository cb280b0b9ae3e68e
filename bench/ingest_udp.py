"""Segments a second by UDP: received, stored and queryable, none lost.

Beside it, in the same run and on the same disk: SQLite alone inserting the same rows,
made beforehand. The sender is a process on the same machine and part of the load.

    python -m bench.ingest_udp --rate 20000 --seconds 60
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.alone import sqlite_alone
from bench.segments import SEGMENTS_PER_TRACE, datagrams
from bench.sending import Sender
from bench.target import judge
from tests.processes import RunningXRay, eventually, running_xray_local

WANTED = 20_000  # segments/s
LEAST_OF_ALONE = 0.6
ALONE_SEGMENTS = 70_000


def measure(xray: RunningXRay, contents: list[bytes], rate: int) -> float:
    """Seconds from the first datagram until the last is stored and can be read."""
    began, ended = Sender(xray.port, contents, rate).join()
    wanted = len(contents) - xray.counters()["DroppedByKernel"]
    eventually(
        lambda: settled(xray) >= wanted or None, seconds=max(60.0, 2 * wanted / rate)
    )
    traces = xray.get("/api/status")["Store"]["Traces"]
    readable = time.monotonic()
    print(f"offered              {len(contents) / (ended - began):>12,.0f} /s")
    print(f"all readable         {readable - ended:>12.2f} s after the last was sent")
    print(f"traces               {traces:>12,}")
    return readable - began


def settled(xray: RunningXRay) -> int:
    counters = xray.counters()
    return int(counters["Received"] - counters["Pending"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=22_000, help="segments a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--memory", action="store_true", help="the memory store")
    given = parser.parse_args()
    traces = given.rate * given.seconds // SEGMENTS_PER_TRACE
    contents = list(datagrams(traces, time.time() - given.seconds, given.seconds))
    size = sum(map(len, contents)) / len(contents)
    print(f"segments             {len(contents):>12,} of {size:,.0f} bytes")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = ["--memory"] if given.memory else ["--data", str(folder / "data")]
        with running_xray_local(folder, *kept) as xray:
            took = measure(xray, contents, given.rate)
            counters = xray.counters()
        alone = sqlite_alone(contents[:ALONE_SEGMENTS], folder)
    lost = len(contents) - counters["Stored"]
    reached = counters["Stored"] / took
    print(f"stored and readable  {reached:>12,.0f} /s")
    print(f"lost                 {lost:>12,} {counters['DroppedBy']}")
    print(f"SQLite, same rows    {alone:>12,.0f} /s")
    whole = judge(counters["Stored"] / len(contents), "what was sent", least=1)
    fast = judge(reached / WANTED, f"{WANTED:,} segments/s", least=1)
    return whole | fast | judge(reached / alone, "SQLite alone", least=LEAST_OF_ALONE)


if __name__ == "__main__":
    sys.exit(main())
