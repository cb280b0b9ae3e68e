"""Every measurement one after another, and at the end one table of all figures.

Each runs in a process of its own, with a limit on its time: one that fails or hangs is a
row of the table, and the others go on. `make bench` and, with options for it:

    make bench QUICK=1              a few minutes, with less of everything
    make bench ONLY=beside,chain    those alone
    make bench RECORD=1             the table is also written to docs/benchmarks.md
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import history, table
from bench.programs import PROGRAMS, Program

REPOSITORY = Path(__file__).parent.parent
_STOPS_S = 30
"""Within this a program that is told to end must have cleared up what it started."""


def run(program: Program, rows: Path, *, quick: bool) -> int:
    """1 when it failed, missed a target or took too long."""
    command = program.command(quick=quick)
    said = " ".join(command)
    print(f"\n== {said}", flush=True)
    limit = program.limit_s / 3 if quick else program.limit_s
    before = len(table.read(rows))
    code = _watched(command, limit, {table.ROWS: str(rows), table.COMMAND: said})
    if code is None:
        trouble = f"stopped after {limit:.0f} s"
    elif code == 0 or len(table.read(rows)) > before:
        return int(code != 0)  # what it measured tells more than its exit status
    else:
        trouble = f"failed with status {code}"
    table.append(rows, table.Row(program.name, trouble, command=said))
    return 1


def _watched(
    command: Sequence[str], limit: float, settings: dict[str, str]
) -> int | None:
    """Its exit status; None when the time was up."""
    process = subprocess.Popen(
        [sys.executable, *command[1:]],
        cwd=REPOSITORY,
        env=os.environ | settings,
        start_new_session=True,  # so that what it has started can be ended with it
    )
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)  # lets `with` blocks stop what they started
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOPS_S)
        return None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def chosen(names: Sequence[str], *, quick: bool) -> list[Program]:
    if names:
        return [program for program in PROGRAMS if program.name in names]
    return [each for each in PROGRAMS if not quick or each.quick is not None]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = [program.name for program in PROGRAMS]
    parser.add_argument("names", nargs="*", choices=[*known, []], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--record", action="store_true", help="into the history")
    given = parser.parse_args()
    machine, began = table.machine(), time.time()
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.jsonl"
        rows.touch()
        programs = chosen(given.names, quick=given.quick)
        failed = [run(program, rows, quick=given.quick) for program in programs]
        printed = table.as_markdown(table.read(rows))
    print(f"\n{machine}\n\n{printed}")
    if given.record:
        history.record(printed, machine, began)
    return max(failed, default=0)


if __name__ == "__main__":
    sys.exit(main())
