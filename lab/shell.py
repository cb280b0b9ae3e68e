"""Programs the lab runs: said beforehand, quoted when they fail; when they work they are
silent, but for a line every few seconds that says what is being done."""

import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread

from lab.config import ROOT
from lab.errors import LabError

Command = Sequence[str | Path]

TELL_EVERY_S = 10.0
WIDTH = 70


def say(sentence: str) -> None:
    print(sentence, flush=True)


def show(
    command: Command, *, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> int:
    """Run with output straight to the user; return the exit code."""
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, check=False
    ).returncode


def quiet(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    hint: str = "",
) -> str:
    """Run and return its output; on failure raise with the last lines it printed.

    What it printed last is said while it takes long.
    """
    words = [str(word) for word in command]
    try:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=env,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except FileNotFoundError as missing:
        raise LabError(f"{words[0]} was not found. {hint}".rstrip()) from missing
    with process:
        printed = _printed(process)
    if process.returncode != 0:
        lines = "".join(f"    {line}" for line in printed[-25:]).rstrip()
        raise LabError(
            f"{shlex.join(words)}\nfailed with exit code {process.returncode}:\n{lines}\n{hint}".rstrip()
        )
    return "".join(printed)


def _printed(process: "subprocess.Popen[str]") -> list[str]:
    """All lines of a process until it ends; the latest is told while that takes long."""
    printed: list[str] = []

    def read() -> None:
        for line in process.stdout or ():
            printed.append(line)  # noqa: PERF402 - one by one, to be seen meanwhile

    reading = Thread(target=read, daemon=True)
    started = time.monotonic()
    reading.start()
    while reading.is_alive():
        reading.join(TELL_EVERY_S)
        if reading.is_alive():
            latest = next((line for line in reversed(printed) if line.strip()), "")
            say(f"  {time.monotonic() - started:.0f} s: {latest.strip()[:WIDTH]}")
    process.wait()
    return printed


def answers(command: Command, *, timeout: float = 20) -> bool:
    """Whether the program is there and ends well, its output unseen."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            check=False,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (FileNotFoundError, PermissionError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def warn(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
