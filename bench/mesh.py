"""The mesh's requests a second, traced over untraced, both through the gateway.

The lab runs without Docker on ports of its own, all on the same cores as the load. The
two are measured in turns, so that whatever else the machine does falls on both. Then the
traced mesh is offered a fixed rate, and every answer and every segment is counted.

    python -m bench.mesh --rounds 3 --seconds 10 --rate 50 --hold 60
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.target import judge
from tests.processes import eventually

REPOSITORY = Path(__file__).parent.parent
GATEWAY, XRAY, LOCUST, INTERNAL = 18080, 12000, 18089, 17100
SEGMENTS_PER_REQUEST = 7
CONNECTIONS = 8
LEAST_TRACED = 0.85
REQUEST = b"GET / HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\n\r\n"


@contextmanager
def lab(folder: Path, **given: str) -> Iterator[None]:
    """The lab on ports of its own, with settings as for `make up`."""
    settings = {
        **given,
        "DOCKER": "off",
        "GATEWAY_PORT": GATEWAY,
        "XRAY_PORT": XRAY,
        "LOCUST_PORT": LOCUST,
        "INTERNAL_PORT": INTERNAL,
        "RUN_DIR": folder,
        "FAULTS_DIR": folder / "faults",
    }
    environ = os.environ | {name: str(value) for name, value in settings.items()}
    make = ["make", "--silent"]
    subprocess.run(
        [*make, "up"],
        cwd=REPOSITORY,
        env=environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        subprocess.run(
            [*make, "down"],
            cwd=REPOSITORY,
            env=environ,
            check=True,
            stdout=subprocess.DEVNULL,
        )


class Connection:
    """One kept-alive connection to the gateway."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def opened(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self) -> int:
        """The status of the answer, whose body has been read."""
        self._writer.write(REQUEST)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        fields = dict(
            line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line
        )
        if b"content-length" in fields:
            await self._reader.readexactly(int(fields[b"content-length"]))
        else:
            await self._read_chunks()
        return status

    async def _read_chunks(self) -> None:
        while size := int(await self._reader.readline(), 16):
            await self._reader.readexactly(size + 2)
        await self._reader.readline()


async def flat_out(seconds: float, port: int = GATEWAY) -> float:
    """Requests a second that the mesh answers to a few callers who never rest."""
    answered: Counter[int] = Counter()
    end = time.monotonic() + seconds

    async def caller() -> None:
        connection = await Connection.opened(port)
        while time.monotonic() < end:
            answered[await connection.ask()] += 1

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    assert answered.keys() == {200}, answered
    return answered.total() / seconds


class Answered(NamedTuple):
    """Statuses of the answers, and how long each took from when it was due (seconds)."""

    statuses: Counter[int]
    waits: list[float]


async def at_rate(rate: float, seconds: int) -> Answered:
    """Arrivals at a fixed rate, whatever the answers do."""
    answered = Answered(Counter(), [])
    idle: list[Connection] = []

    async def arrive(due: float) -> None:
        connection = idle.pop() if idle else await Connection.opened(GATEWAY)
        answered.statuses[await connection.ask()] += 1
        answered.waits.append(time.monotonic() - due)
        idle.append(connection)

    began = time.monotonic()
    arrivals = []
    for number in range(round(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        arrivals.append(asyncio.create_task(arrive(due)))
    await asyncio.gather(*arrivals)
    late = time.monotonic() - began - seconds
    print(f"last answer          {late:8.2f} s after the end of the load")
    return answered


def counters() -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{XRAY}/api/counters") as answer:
        read: dict[str, Any] = json.load(answer)
    return read


def compare(folder: Path, rounds: int, seconds: float) -> int:
    figures: dict[str, list[float]] = {"off": [], "on": []}
    for turn in range(rounds):
        for tracing in ("off", "on") if turn % 2 == 0 else ("on", "off"):
            with lab(folder, TRACING=tracing):
                asyncio.run(flat_out(seconds / 4))  # warm-up
                figures[tracing].append(asyncio.run(flat_out(seconds)))
    off, on = (statistics.median(figures[tracing]) for tracing in ("off", "on"))
    print(f"untraced             {off:8.1f} requests/s {figures['off']}")
    print(f"traced               {on:8.1f} requests/s {figures['on']}")
    return judge(on / off, "untraced", least=LEAST_TRACED)


def hold(folder: Path, rate: int, seconds: int) -> int:
    with lab(folder, TRACING="on"):
        asyncio.run(flat_out(2))  # warm-up
        time.sleep(1)
        before = counters()["Stored"]
        answered = asyncio.run(at_rate(rate, seconds)).statuses
        wanted = rate * seconds * SEGMENTS_PER_REQUEST
        eventually(lambda: counters()["Stored"] - before >= wanted or None, 15)
        after = counters()
    print(f"offered              {rate:8} requests/s for {seconds} s")
    print(f"answered             {answered.total():8} of {rate * seconds}, {answered}")
    print(f"segments stored      {after['Stored'] - before:8} of {wanted}")
    named = judge(answered[200] / (rate * seconds), "all requests", least=1)
    stored = judge((after["Stored"] - before) / wanted, "all segments", least=1)
    return named or stored


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=int, default=50, help="requests a second")
    parser.add_argument("--hold", type=int, default=60, help="seconds")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        traced = compare(Path(name), given.rounds, given.seconds)
        held = hold(Path(name), given.rate, given.hold)
    return traced or held


if __name__ == "__main__":
    sys.exit(main())
