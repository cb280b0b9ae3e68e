"""A clock that a file sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from xray_local.clock import FileClock


def test_a_file_that_is_being_written_does_not_stop_the_clock(tmp_path: Path) -> None:
    """Emptied and not yet filled again, it still says the time from before."""
    file = tmp_path / "clock"
    file.write_text("1700000000.5\n")
    clock = FileClock(file)

    file.write_text("")
    assert clock.now() == 1_700_000_000.5
    file.write_text("1700000060")
    assert clock.now() == 1_700_000_060.0


def test_a_clock_needs_a_time_to_begin_with(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("")

    with pytest.raises(ValueError, match="could not convert"):
        FileClock(tmp_path / "clock")
