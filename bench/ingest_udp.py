"""Segments a second by UDP: received, stored and queryable, none lost.

Beside it, in the same run and on the same disk: SQLite alone inserting the same
documents, undecoded, in batches of 2,000. The sender is a process on the same machine
and part of the load.

    python -m bench.ingest_udp --rate 11000 --seconds 30
"""

from __future__ import annotations

import argparse
import multiprocessing
import socket
import sqlite3
import sys
import tempfile
import time
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from bench.segments import SEGMENTS_PER_TRACE, datagrams
from bench.target import judge
from tests.processes import RunningXRay, eventually, running_xray_local

BATCH = 2_000
WANTED = 10_000  # segments/s
TICK = 0.005


def send(
    port: int, contents: list[bytes], rate: int, began: Synchronized[float]
) -> None:
    """At absolute times, so that a late tick is made up for and the rate holds."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", port))
        began.value = time.monotonic()
        sent = 0
        while sent < len(contents):
            due = min(len(contents), int((time.monotonic() - began.value) * rate))
            for content in contents[sent:due]:
                sender.send(content)
            sent = due
            time.sleep(TICK)


def sqlite_alone(contents: list[bytes], folder: Path) -> float:
    """Documents a second that the engine itself takes."""
    database = sqlite3.connect(folder / "alone.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, document BLOB)")
    began = time.perf_counter()
    for first in range(0, len(contents), BATCH):
        with database:
            database.executemany(
                "INSERT INTO documents (document) VALUES (?)",
                ((content,) for content in contents[first : first + BATCH]),
            )
    took = time.perf_counter() - began
    database.close()
    return len(contents) / took


def measure(xray: RunningXRay, contents: list[bytes], rate: int) -> float:
    """Seconds from the first datagram until the last is stored and can be read."""
    began: Synchronized[float] = multiprocessing.Value("d")
    sender = multiprocessing.Process(
        target=send, args=(xray.port, contents, rate, began)
    )
    sender.start()
    sender.join()
    ended = time.monotonic()
    wanted = len(contents) - xray.counters()["DroppedByKernel"]
    eventually(
        lambda: settled(xray) >= wanted or None, seconds=max(60.0, 2 * wanted / rate)
    )
    traces = xray.get("/api/status")["Store"]["Traces"]
    readable = time.monotonic()
    print(f"offered              {len(contents) / (ended - began.value):>12,.0f} /s")
    print(f"all readable         {readable - ended:>12.2f} s after the last was sent")
    print(f"traces               {traces:>12,}")
    return readable - float(began.value)


def settled(xray: RunningXRay) -> int:
    counters = xray.counters()
    return int(counters["Received"] - counters["Pending"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=11_000, help="segments a second")
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
        alone = sqlite_alone(contents, folder)
    lost = len(contents) - counters["Stored"]
    reached = counters["Stored"] / took
    print(f"stored and readable  {reached:>12,.0f} /s")
    print(f"lost                 {lost:>12,} {counters['DroppedBy']}")
    print(f"SQLite alone         {alone:>12,.0f} /s")
    print(f"beside               {reached / alone:>12.2f} of SQLite alone")
    whole = judge(counters["Stored"] / len(contents), "what was sent", least=1)
    fast = judge(reached / WANTED, f"{WANTED:,} segments/s", least=1)
    return whole or fast


if __name__ == "__main__":
    sys.exit(main())
