"""Time of the processor, by part of the lab: on a busy machine steadier than the clock."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from lab import members
from lab.members import PROC

PARTS = {
    "mesh names": "names",
    "mesh word": "the five categories",
    "nginx": "gateway",
    "xray-local": "X-Ray Local",
    "multiprocessing": "X-Ray Local",  # its workers
}
"""A piece of the command line -> whose process it is; anything else is the lab's."""
_TICK = 1 / os.sysconf("SC_CLK_TCK")


def of_lab(run_dir: Path) -> dict[str, float]:
    """Seconds that each part of the lab has used since its start."""
    spent: dict[str, float] = defaultdict(float)
    for member in members.find(run_dir):
        spent[_part(members.name_of(member.pid))] += of_process(member.pid)
    return spent


def of_process(pid: int) -> float:
    """Seconds of one process, the kernel's work for it included; 0 when it is gone."""
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return 0.0
    # The second field is the program's name in parentheses and may contain spaces.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK


def of_processes(pids: Iterable[int]) -> float:
    return sum(of_process(pid) for pid in pids)


def _part(command: str) -> str:
    return next((part for piece, part in PARTS.items() if piece in command), "others")
