"""Programs the lab runs: said beforehand, silent when they work, quoted when they fail."""

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.config import ROOT
from lab.errors import LabError

Command = Sequence[str | Path]


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
    """Run and return its output; on failure raise with the last lines it printed."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=env,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except FileNotFoundError as missing:
        raise LabError(f"{words[0]} was not found. {hint}".rstrip()) from missing
    if done.returncode != 0:
        lines = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-25:])
        raise LabError(
            f"{shlex.join(words)}\nfailed with exit code {done.returncode}:\n{lines}\n{hint}".rstrip()
        )
    return done.stdout


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
