"""Other processes that derive traces, so that more than one processor does.

Each worker is a child of this process and is asked one thing at a time, over its standard
streams, by a thread of its own here. It ends when its input does: also when this process
is killed. A worker that dies loses nothing, as whoever asked has the documents.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, cast

from xray_local.store.derive import Derivation, Task
from xray_local.store.variety import NO_FIELD_LOOSE, Loose

Question = tuple[Sequence[Task], Loose, bool]
"""The arguments of `derive`."""

PROGRAM = (sys.executable, "-m", "xray_local.store.worker")

BATCH = 256
"""Most traces that one question is about: some 50 ms of a worker's time."""

FEW = 64
"""So few traces are derived here sooner than somebody is asked."""

_STOP_SECONDS = 5.0


class WorkerGone(Exception):
    """The worker has died, or what it says makes no sense: it is asked nothing more."""


class Workers:
    """At most so many processes, started when there is enough to derive."""

    def __init__(
        self,
        most: int,
        *,
        batch: int = BATCH,
        few: int = FEW,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self.batch = batch
        self.few = few
        self._program = program
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="worker")
        self._children: list[subprocess.Popen[bytes]] = []
        self._mine = threading.local()

    def derive(
        self, tasks: Sequence[Task], loose: Loose = NO_FIELD_LOOSE, *, named: bool
    ) -> Future[Derivation]:
        """As `derive` does; fails with WorkerGone where there is no answer."""
        return self._threads.submit(self._ask, (tasks, loose, named))

    def processes(self) -> list[int]:
        """The ids of those that run."""
        return [child.pid for child in self._children if child.poll() is None]

    def close(self) -> None:
        """Let go of what is not begun, and of the processes. Harmless when repeated."""
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            _close(child)
        self._children.clear()

    def _ask(self, question: Question) -> Derivation:
        child = self._child()
        into, out = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        try:
            pickle.dump(question, into, protocol=pickle.HIGHEST_PROTOCOL)
            into.flush()
            return cast(Derivation, pickle.load(out))
        except Exception as error:  # any may come of bytes that are no pickle
            child.kill()
            child.wait()
            raise WorkerGone(repr(error)) from error

    def _child(self) -> subprocess.Popen[bytes]:
        """This thread's process; a new one where the last has died."""
        child: subprocess.Popen[bytes] | None = getattr(self._mine, "child", None)
        if child is not None and child.poll() is None:
            return child
        if child is not None:
            _close(child)
            self._children.remove(child)
        child = subprocess.Popen(
            self._program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._mine.child = child
        self._children.append(child)
        return child


def _close(child: subprocess.Popen[bytes]) -> None:
    """Its input ends, so it does, too."""
    try:
        child.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
