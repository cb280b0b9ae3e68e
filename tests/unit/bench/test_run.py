"""A measurement that fails or hangs is a row of the table, and no more than that."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import table
from bench.__main__ import REPOSITORY, chosen, run
from bench.programs import PROGRAMS, Program


class Script(Program):
    """Stands in for a measurement."""

    def command(self, *, quick: bool) -> list[str]:
        return ["python", "-c", self.name]


NOTES = "from bench import table; table.note('rate', '7'); "


@pytest.mark.parametrize(
    ("script", "limit", "status", "row"),
    [
        (NOTES, 60, 0, ("rate", "7")),
        (NOTES + "raise SystemExit(1)", 60, 1, ("rate", "7")),
        ("raise SystemExit(3)", 60, 1, (None, "failed with status 3")),
        ("import time; time.sleep(60)", 1, 1, (None, "stopped after 1 s")),
    ],
    ids=["it measures", "it misses its target", "it fails", "it hangs"],
)
def test_whatever_becomes_of_it_there_is_one_row(
    script: str, limit: int, status: int, row: tuple[str | None, str], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.touch()
    program = Script(script, None, limit)

    assert run(program, rows, quick=False) == status

    (noted,) = table.read(rows)
    assert (noted.what, noted.measured) == (row[0] or script, row[1])


def test_every_module_that_measures_is_one_of_the_programs() -> None:
    measuring = {
        file.stem
        for file in (REPOSITORY / "bench").glob("*.py")
        if "def main() -> int:" in file.read_text() and file.stem != "__main__"
    }

    assert {program.name for program in PROGRAMS} == measuring


def test_a_quick_run_leaves_out_what_has_no_short_form() -> None:
    quick = chosen([], quick=True)

    assert all(program.quick is not None for program in quick)
    assert chosen(["scan"], quick=True) == [p for p in PROGRAMS if p.name == "scan"]


def test_the_interpreter_is_this_one(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.touch()
    script = f"import sys; raise SystemExit(sys.executable != {sys.executable!r})"

    assert run(Script(script, None), rows, quick=False) == 0
