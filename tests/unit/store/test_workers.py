"""Processes that derive traces: the same answer as here, and no harm when they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from xray_local.clock import ManualClock
from xray_local.store.derive import Task, derive
from xray_local.store.sqlite import SqliteStore
from xray_local.store.workers import WorkerGone, Workers

from tests.contract.conftest import PLENTY
from tests.contract.traces import NOON, a_trace, ids, trace_id_of
from tests.processes import eventually


@pytest.fixture
def workers() -> Iterator[Workers]:
    with closing(Workers(1, batch=2, few=0)) as opened:
        yield opened


def some_tasks() -> list[Task]:
    traces = [a_trace(annotations={"n": n}) for n in range(9)]
    return [
        Task(
            key,
            trace_id_of(trace),
            [(each.received_at, each.document) for each in trace],
        )
        for key, trace in enumerate(traces, 1)
    ]


def test_a_worker_derives_what_would_be_derived_here(workers: Workers) -> None:
    """Rows, mentions, graphs and names."""
    tasks = some_tasks()
    derived = workers.derive(tasks, named=True).result()

    assert derive(tasks, named=True) == derived


def test_a_killed_worker_costs_time_and_no_trace(
    workers: Workers, tmp_path: Path
) -> None:
    """Whoever asked has the documents, and the next question starts another one."""
    first, second = [a_trace() for _ in range(4)], [a_trace() for _ in range(4)]
    with closing(
        SqliteStore(tmp_path, PLENTY, ManualClock(NOON), workers=workers)
    ) as store:
        store.write([received for trace in first for received in trace])
        killed = kill(workers)
        store.settle(NOON + 10)
        seen = ids(store)
        store.write([received for trace in second for received in trace])
        seen_later = ids(store)

        assert killed
        assert {trace_id_of(trace) for trace in first} == set(seen)
        assert {trace_id_of(trace) for trace in first + second} == set(seen_later)


def test_a_question_to_a_killed_worker_fails_at_once(workers: Workers) -> None:
    """It does not wait for an answer that cannot come."""
    tasks = some_tasks() * 500
    asked = workers.derive(tasks, named=False)
    kill(workers)

    with pytest.raises(WorkerGone):
        asked.result(timeout=60)


def test_a_worker_that_talks_nonsense_is_asked_nothing_more(tmp_path: Path) -> None:
    """What it was to derive is derived here, whatever reading its answer ends with."""
    chatter = (sys.executable, "-c", "print('a line of a log', flush=True); input()")
    traces = [a_trace() for _ in range(4)]
    with (
        closing(Workers(1, batch=2, few=0, program=chatter)) as workers,
        closing(
            SqliteStore(tmp_path, PLENTY, ManualClock(NOON), workers=workers)
        ) as store,
    ):
        store.write([received for trace in traces for received in trace])

        assert {trace_id_of(trace) for trace in traces} == set(ids(store))
        assert not workers.processes()


def test_workers_end_with_whoever_started_them() -> None:
    """Also when that was killed: their input ends."""
    program = (
        "from xray_local.store.workers import Workers\n"
        "workers = Workers(1)\n"
        "workers.derive([], named=False).result()\n"
        "print(*workers.processes(), flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()

    eventually(lambda: not is_running(worker) or None)


def kill(workers: Workers) -> list[int]:
    """Kill all that run, once there is one."""

    def running() -> list[int] | None:
        return workers.processes() or None

    if not workers.processes():
        workers.derive([], named=False)
    processes = eventually(running)
    for process in processes:
        os.kill(process, signal.SIGKILL)
    return processes


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")")[1].split()[0]
    except OSError:
        return False
    return state != "Z"
