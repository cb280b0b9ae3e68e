"""What the lab runs is silent when it is quick, and told of when it is not."""

import sys
from pathlib import Path

import pytest

from lab import shell
from lab.errors import LabError

PATIENT = """
import pathlib, sys, time
print("Downloading the first", flush=True)
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
print("Installed")
"""


def test_what_takes_long_says_what_it_is_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its latest line, with the seconds that went by."""
    seen = tmp_path / "seen"
    told: list[str] = []

    def say(sentence: str) -> None:
        told.append(sentence)
        if "Downloading" in sentence:
            seen.touch()

    monkeypatch.setattr(shell, "say", say)
    monkeypatch.setattr(shell, "TELL_EVERY_S", 0.02)
    printed = shell.quiet([sys.executable, "-c", PATIENT, seen])

    assert printed == "Downloading the first\nInstalled\n"
    assert any(line.endswith(" s: Downloading the first") for line in told)


def test_what_is_quick_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell.quiet([sys.executable, "-c", "print(1)"]) == "1\n"
    assert capsys.readouterr().out == ""


def test_what_fails_is_quoted() -> None:
    with pytest.raises(LabError, match=r"exit code 3:\n    no index\ntry again"):
        shell.quiet(
            [sys.executable, "-c", "print('no index'); raise SystemExit(3)"],
            hint="try again",
        )
