"""`make down` ends what the lab started and nothing else."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab import members
from lab.members import Member

WAIT = "import time; print(flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + WAIT


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts Python with a program and an environment, and ends it after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(program: str, **env: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, **env},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout is not None
        process.stdout.readline()  # it runs its own program now
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def test_the_mark_of_the_lab_is_found(start: Start, tmp_path: Path) -> None:
    """A process of another lab, or of nobody's, is not ours."""
    ours = start(WAIT, LAB_RUN_DIR=str(tmp_path))
    start(WAIT, LAB_RUN_DIR=str(tmp_path / "other"))
    start(WAIT)

    assert [member.pid for member in members.find(tmp_path)] == [ours.pid]


def test_one_without_the_mark_is_found_when_written_down(
    start: Start, tmp_path: Path
) -> None:
    """nginx wipes its environment: the record finds it all the same."""
    plain = members.member_of(start(WAIT).pid)
    assert plain
    (tmp_path / "members.json").write_text(json.dumps([[plain.pid, plain.started]]))

    assert members.find(tmp_path) == {plain}


def test_a_process_id_used_again_is_not_ours(start: Start, tmp_path: Path) -> None:
    """The same id with another start time is another process."""
    stranger = members.member_of(start(WAIT).pid)
    assert stranger
    (tmp_path / "members.json").write_text(
        json.dumps([[stranger.pid, stranger.started - 1]])
    )

    assert members.find(tmp_path) == set()


def test_the_record_holds_whoever_shares_a_members_session(
    start: Start, tmp_path: Path
) -> None:
    """A child that dropped the mark is in its parent's session."""
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAIT!r}], env={{}});"
    parent = start(child + WAIT, LAB_RUN_DIR=str(tmp_path))
    members.record(tmp_path)
    recorded = {member.pid for member in members.recorded(tmp_path)}
    children = {m.pid for m in members.processes() if os.getsid(m.pid) == parent.pid}

    assert len(children) == 2
    assert recorded == children
    members.stop(members.find(tmp_path), signal.SIGKILL, seconds=5)


def test_stop_tells_who_is_still_there(start: Start) -> None:
    """The caller learns whom to kill, and the dead are not waited for."""
    polite = members.member_of(start(WAIT).pid)
    stubborn = members.member_of(start(STUBBORN).pid)
    assert polite
    assert stubborn

    assert members.stop({polite, stubborn}, signal.SIGTERM, seconds=0.5) == {stubborn}
    assert members.stop({stubborn}, signal.SIGKILL, seconds=5) == set()


def test_stopping_one_that_is_gone_is_no_error(start: Start) -> None:
    """It may end between being seen and being signalled."""
    process = start(WAIT)
    member = members.member_of(process.pid)
    assert member
    process.kill()
    process.wait()

    assert members.stop({member}, signal.SIGTERM, seconds=1) == set()
    assert members.stop({Member(member.pid, 0)}, signal.SIGTERM, seconds=1) == set()
