"""One table of all figures, and the runs of it that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import history, table
from bench.target import judge

PAGE = """# Benchmarks

## History

Runs kept by `make bench RECORD=1`, the newest first.

### 2026-01-01 00:00 UTC, abc

An older run.
"""


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As within `make bench`, which collects the rows of the programs it runs."""
    file = tmp_path / "rows.jsonl"
    monkeypatch.setenv(table.ROWS, str(file))
    monkeypatch.setenv(table.COMMAND, "python -m bench.example")
    return file


def test_a_judged_ratio_is_a_row_with_its_command(rows: Path) -> None:
    assert judge(0.5, "SQLite alone", least=0.6) == 1
    assert judge(0.7, "SQLite alone", least=0.6) == 0

    missed, met = table.read(rows)
    assert missed == table.Row(
        "ratio to SQLite alone",
        "0.500",
        target="at least 0.6: missed",
        command="python -m bench.example",
    )
    assert met.target == "at least 0.6: met"


def test_alone_a_measurement_writes_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(table.ROWS, raising=False)
    monkeypatch.chdir(tmp_path)

    table.note("anything", "1")

    assert [*tmp_path.iterdir()] == []


def test_cells_stand_under_each_other_and_cannot_break_the_table() -> None:
    lines = table.as_markdown(
        [table.Row("a | b", "1"), table.Row("c", "12", command="make")]
    ).splitlines()

    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith(r"| a \| b | 1 ")
    assert lines[3].endswith("| `make`  |")


def test_the_newest_run_is_kept_first(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(PAGE)

    history.record("| what |", "2 processors", 0.0, page)

    kept = page.read_text()
    assert kept.index("1970-01-01 00:00 UTC") < kept.index("2026-01-01 00:00 UTC")
    assert "2 processors.\n\n| what |\n" in kept
    assert kept.count("## History") == 1


def test_a_page_without_a_history_begins_one(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n")

    history.record("| what |", "2 processors", 0.0, page)

    assert page.read_text().startswith("# Benchmarks\n\n## History\n")
