"""The rows of one table: every measurement notes its own, `python -m bench` prints all.

A measurement that runs by itself notes nothing: only the environment says where to.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROWS = "BENCH_ROWS"
"""The setting that names the file; COMMAND says which command the row is from."""
COMMAND = "BENCH_COMMAND"
HEADINGS = ("what", "measured", "beside it", "target", "command")


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    measured: str
    beside: str = ""
    target: str = ""
    command: str = ""


def note(what: str, measured: str, *, beside: str = "", target: str = "") -> None:
    """A row for the table, if one is being made."""
    file = os.environ.get(ROWS)
    if file:
        append(Path(file), Row(what, measured, beside, target, os.environ[COMMAND]))


def append(file: Path, row: Row) -> None:
    with file.open("a") as rows:
        rows.write(json.dumps(asdict(row)) + "\n")


def read(file: Path) -> list[Row]:
    return [Row(**json.loads(line)) for line in file.read_text().splitlines()]


def as_markdown(rows: Iterable[Row]) -> str:
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_line(each, widths) for each in cells]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    command = f"`{row.command}`" if row.command else ""
    cells = (row.what, row.measured, row.beside, row.target, command)
    return tuple(cell.replace("|", "\\|") for cell in cells)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def machine() -> str:
    """`2 processors, 7.8 GB, Linux 6.1, Python 3.11.7; load 0.42 at the start`."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} processors, {memory:.1f} GB, {platform.system()} "
        f"{platform.release().split('-')[0]}, Python {platform.python_version()}; "
        f"load {os.getloadavg()[0]:.2f} at the start"
    )
