"""Ten times more than can be stored, for a while: what is lost is counted, no more is.

Some mesh traces are sent over and over, with new ids, as fast as the rate asks. Then a rate that
can be stored is offered: two seconds after the overload, nothing may be lost any more.

    python -m bench.overload --rate 150000 --seconds 30
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.segments import datagrams
from bench.sending import Sender
from bench.target import judge
from tests.processes import RunningXRay, eventually, running_xray_local

TRACES = 5_000
AFTERWARDS = 10_000  # segments/s
AFTERWARDS_SECONDS = 10
RECOVERY_SECONDS = 2.0
_TRACE_ID = b'"trace_id":"1-'
MOST_MIB = 800


def resident_mib(process: int) -> float:
    """Of the process and its children."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    family = [
        process,
        *(int(one) for task in tasks for one in task.read_text().split()),
    ]
    statm = (Path(f"/proc/{one}/statm").read_text().split() for one in family)
    return sum(int(fields[1]) for fields in statm) * 4096 / 2**20


class Flood:
    """The same datagrams again and again, each round in traces of its own."""

    def __init__(self, contents: list[bytes], number: int, *, first: int) -> None:
        """`first` is where the rounds are counted from: equal rounds have equal ids."""
        self._first = first
        self._parts = [content.partition(_TRACE_ID) for content in contents]
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[bytes]:
        whole, rest = divmod(self._number, len(self._parts))
        for turn in range(whole + 1):
            digits = b"%08x" % (self._first + turn)
            for head, name, tail in self._parts[: None if turn < whole else rest]:
                yield b"".join((head, name, digits, tail[8:]))


def offer(xray: RunningXRay, contents: Flood, rate: int) -> float:
    """Send all; the largest that the process got meanwhile, in MiB."""
    sender = Sender(xray.port, contents, rate)
    largest = 0.0
    while sender.running:
        largest = max(largest, resident_mib(xray.process.pid))
        time.sleep(0.5)
    began, ended = sender.join()
    print(f"offered              {len(contents) / (ended - began):>12,.0f} /s")
    return largest


def emptied(xray: RunningXRay) -> dict[str, Any]:
    def rest() -> dict[str, Any] | None:
        counters = xray.counters()
        return None if counters["Pending"] else counters

    return eventually(rest, seconds=600)  # on a busy machine; how long is not judged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=150_000, help="segments a second")
    parser.add_argument("--seconds", type=int, default=30)
    given = parser.parse_args()
    some = list(datagrams(TRACES, time.time() - 60, 60))
    flood = Flood(some, given.rate * given.seconds, first=0)
    calm = Flood(some, AFTERWARDS * AFTERWARDS_SECONDS, first=1_000_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_xray_local(folder, "--data", str(folder / "data")) as xray:
            largest = offer(xray, flood, given.rate)
            time.sleep(RECOVERY_SECONDS)
            during = xray.counters()
            offer(xray, calm, AFTERWARDS)
            after = emptied(xray)
    print(f"largest              {largest:>12,.0f} MiB")
    lost = sum(after[one] - during[one] for one in ("Dropped", "DroppedByKernel"))
    whole = judge(1 - lost / len(calm), "what was sent afterwards is stored", least=1)
    counted = judge_counted(after, len(flood) + len(calm))
    return whole | counted | judge(largest / MOST_MIB, f"{MOST_MIB} MiB", most=1)


def judge_counted(after: dict[str, Any], sent: int) -> int:
    """Whether every segment that was sent is in exactly one counter."""
    print(f"sent                 {sent:>12,}")
    for name in ("Received", "DroppedByKernel", "Stored", "Dropped"):
        print(f"{name:<20} {after[name]:>12,}")
    print(f"dropped by           {after['DroppedBy']}")
    known = after["Received"] + after["DroppedByKernel"]
    missing = abs(sent - known) + abs(after["Unaccounted"])
    return judge(1 - missing / sent, "what was sent is counted", least=1)


if __name__ == "__main__":
    sys.exit(main())
