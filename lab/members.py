"""Which processes belong to a lab that runs without Docker, read from /proc.

Every process started by the lab carries LAB_RUN_DIR in its environment. nginx wipes its
own, so those seen at start are also written down, each with its start time: a process
id that was used again is then not taken for ours.
"""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MARK = "LAB_RUN_DIR"


@dataclass(frozen=True, order=True, slots=True)
class Member:
    pid: int
    started: int  # clock ticks after boot


def processes() -> Iterator[Member]:
    """Every process of this machine that is not a zombie."""
    for folder in PROC.iterdir():
        if folder.name.isdecimal() and (member := member_of(int(folder.name))):
            yield member


def member_of(pid: int) -> Member | None:
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    # The second field is the program's name in parentheses and may contain spaces.
    after_name = stat.rpartition(")")[2].split()
    return None if after_name[0] in "ZX" else Member(pid, int(after_name[19]))


def name_of(pid: int) -> str:
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        short = (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return "a process that has just ended"
    line = " ".join(word.decode(errors="replace") for word in words).strip()
    return line if 0 < len(line) <= 80 else short


def program_of(pid: int) -> str:
    """The short name of what it runs: `honcho`, `nginx`; a script's own, not Python's."""
    try:
        return (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def find(run_dir: Path) -> set[Member]:
    """The living members of the lab whose state is in `run_dir`, this process excepted."""
    everyone = set(processes())
    marked = {member for member in everyone if _has_mark(member.pid, run_dir)}
    return {
        member
        for member in marked | (recorded(run_dir) & everyone)
        if member.pid != os.getpid()
    }


def record(run_dir: Path) -> None:
    """Write down the present members and all that share a session with one of them."""
    marked = find(run_dir)
    sessions = {session_of(member.pid) for member in marked}
    ours = sorted(
        m for m in processes() if m in marked or session_of(m.pid) in sessions
    )
    (run_dir / "members.json").write_text(
        json.dumps([[m.pid, m.started] for m in ours])
    )


def recorded(run_dir: Path) -> set[Member]:
    path = run_dir / "members.json"
    if not path.exists():
        return set()
    return {Member(pid, started) for pid, started in json.loads(path.read_text())}


def signal_all(members: Iterable[Member], signum: int) -> None:
    for member in members:
        _signal(member, signum)


def stop(members: Iterable[Member], signum: int, *, seconds: float) -> set[Member]:
    """Signal all and wait; return those still there after `seconds`."""
    left = set(members)
    signal_all(left, signum)
    deadline = time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {member for member in left if member_of(member.pid) == member}
    return left


def _signal(member: Member, signum: int) -> None:
    if member_of(member.pid) != member:
        return
    # It may have ended by itself, which is what was wanted.
    with contextlib.suppress(ProcessLookupError):
        os.kill(member.pid, signal.Signals(signum))


def _has_mark(pid: int, run_dir: Path) -> bool:
    mark = f"{MARK}={run_dir}".encode()
    try:
        return mark in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -pid
