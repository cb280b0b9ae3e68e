"""X-Ray Local for one case: a process of its own, empty, with its own clock.

Forked from a server that has imported everything, so that a process costs milliseconds
and every case can have a fresh one.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from xray_local.app import App
from xray_local.clock import Clock, FileClock, SystemClock
from xray_local.config import Config

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["__main__", "xray_local.app"])


@dataclass(frozen=True)
class Answered:
    status: int
    error: str | None
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Service:
    """A live process. `clock` is the file that says its time, if it has one."""

    port: int
    clock: Path | None

    def post(self, path: str, members: Any) -> Answered:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            json.dumps(members).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answered(answer.status, None, answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                error = refusal.headers["x-amzn-errortype"]
                return Answered(refusal.code, error, refusal.read())

    def now(self) -> float:
        return (SystemClock() if self.clock is None else FileClock(self.clock)).now()

    def set_clock(self, now: float) -> None:
        assert self.clock is not None
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(repr(now))
        os.replace(fresh, self.clock)


@contextmanager
def running_service(config: Config, clock: Path | None = None) -> Iterator[Service]:
    """A process for this block, killed at its end: nobody reads what it kept."""
    ours, theirs = _FORKING.Pipe()
    process = _FORKING.Process(target=_serve, args=(config, clock, theirs))
    process.start()
    try:
        assert ours.poll(30), "X-Ray Local did not start"
        yield Service(ours.recv(), clock)
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
        theirs.close()


def _serve(config: Config, clock_file: Path | None, ready: Connection) -> None:
    clock: Clock = SystemClock() if clock_file is None else FileClock(clock_file)
    App(config, clock).run(lambda app: ready.send(app.port))
