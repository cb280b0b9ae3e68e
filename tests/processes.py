"""X-Ray Local as a user runs it: a process, started by its command."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.segments import a_datagram

COMMAND = Path(sys.executable).parent / "xray-local"
T = TypeVar("T")


@dataclass(frozen=True)
class RunningXRay:
    """A live process and how to reach it."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, *documents: Mapping[str, Any]) -> None:
        """By UDP, as an SDK does."""
        self.send_raw(*map(a_datagram, documents))

    def send_raw(self, *datagrams: bytes) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for datagram in datagrams:
                sender.sendto(datagram, ("127.0.0.1", self.port))

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
            return json.load(answer)

    def counters(self) -> dict[str, Any]:
        counters: dict[str, Any] = self.get("/api/counters")
        return counters

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


@contextmanager
def running_xray_local(
    folder: Path, *arguments: str, environ: Mapping[str, str] | None = None
) -> Iterator[RunningXRay]:
    """`xray-local serve` on a free port; stopped at the end. Its log is in the folder."""
    log = folder / "xray-local.log"
    with log.open("w") as sink:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=sink,
            text=True,
            env={**os.environ, **(environ or {})},
        )
    assert process.stdout is not None
    try:
        banner = process.stdout.readline()
        found = re.search(r"listens on \S+:(\d+)", banner)
        assert found, f"no banner; the log says: {log.read_text()}"
        yield RunningXRay(process, int(found[1]), log)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(15)
        process.stdout.close()


def eventually(question: Callable[[], T | None], seconds: float = 10.0) -> T:
    """The first answer that is not empty; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"nothing in {seconds} s, last {answer!r}"
        time.sleep(0.05)
