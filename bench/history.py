"""The runs that were kept: docs/benchmarks.md, under `## History`, the newest first."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
FILE = REPOSITORY / "docs" / "benchmarks.md"
HEADING = "## History\n\nRuns kept by `make bench RECORD=1`, the newest first.\n"


def record(printed: str, machine: str, began: float, file: Path = FILE) -> None:
    day = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(began))
    entry = f"\n### {day}, {_commit()}\n\n{machine}.\n\n{printed}\n"
    before, heading, after = file.read_text().partition(HEADING)
    file.write_text(f"{before.rstrip()}\n\n{heading or HEADING}{entry}{after}")


def _commit() -> str:
    """The commit that was measured, and whether the files are still those."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude", "*"],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    return said.stdout.strip() or "not in git"
