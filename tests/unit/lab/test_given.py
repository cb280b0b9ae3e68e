"""What is typed behind `make TARGET` arrives as it was typed, or is refused."""

import os
import subprocess
from pathlib import Path

import pytest

from lab import given
from lab.config import ROOT
from lab.errors import LabError


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As typed at a prompt, with no make above and a lab that is not up."""
    hidden = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "LAB_GIVEN"}
    settings = ["DOCKER=off", f"RUN_DIR={folder}", f"FAULTS_DIR={folder}/faults"]
    return subprocess.run(
        ["make", "--silent", "--no-print-directory", *words, *settings],
        cwd=ROOT,
        env={name: text for name, text in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_value_may_hold_a_quote(tmp_path: Path) -> None:
    """An exception's message is prose, and prose has apostrophes."""
    done = make(tmp_path, "fault", "HANDLER=verb-6", "EXCEPTION=ValueError: can't")

    assert done.returncode == 0, done.stderr
    assert "can't" in (tmp_path / "faults" / "faults.flagd.json").read_text()


@pytest.mark.parametrize(
    "value", ["x'; touch {0}; '", 'x"; touch {0}; "', "`touch {0}`"]
)
def test_a_value_is_never_run(tmp_path: Path, value: str) -> None:
    """No shell reads it on its way."""
    trace = tmp_path / "trace"
    told = make(tmp_path, "fault", f"HANDLER={value.format(trace)}", "DELAY=2s")
    load = make(tmp_path, "load", f"PHASES={value.format(trace)}")

    assert "is no handler" in told.stderr
    assert "must be FIRST-LAST:SECONDS" in load.stderr
    assert not trace.exists()


def test_a_misspelt_name_is_refused(tmp_path: Path) -> None:
    """`RAET=0.5` would otherwise break every request instead of half of them."""
    done = make(tmp_path, "fault", "HANDLER=verb-6", "STATUS=400", "RAET=0.5")

    assert done.returncode != 0
    assert "make fault knows no RAET (did you mean RATE?)" in done.stderr
    assert not (tmp_path / "faults").exists()


@pytest.mark.parametrize(
    ("target", "name", "near"),
    [
        ("up", "HANDLER", "HANDLERS"),
        ("heal", "HANDLR", "HANDLER"),
        ("load", "PHASE", "PHASES"),
        ("scale", "REPLICA", "REPLICAS"),
    ],
)
def test_the_nearest_name_is_told(target: str, name: str, near: str) -> None:
    """Each target has its own; the settings of .env go with all of them."""
    with pytest.raises(LabError, match=rf"{name} \(did you mean {near}\?\)"):
        given.refuse_unknown(target, {"LAB_GIVEN": f"GATEWAY_PORT {name}"})


def test_settings_of_other_programs_are_let_through() -> None:
    """`make up XRAY=aws AWS_PROFILE=lab` is for the daemon, not for the lab."""
    given.refuse_unknown("up", {"LAB_GIVEN": "XRAY AWS_PROFILE PYTHON"})


def test_a_fault_without_a_lab_says_when_it_counts(tmp_path: Path) -> None:
    """Nothing is broken yet; and `make down` says that it took the fault away."""
    told = make(tmp_path, "fault", "HANDLER=verb-6", "STATUS=400").stdout

    assert "The lab is not up: the fault will count from the next `make up`" in told
    assert "Its faults are healed." in make(tmp_path, "down").stdout
    assert "healed" not in make(tmp_path, "down").stdout


@pytest.mark.parametrize("text", ["10-25:15", "10-25:15, 25-25:60", "0.5-1.5:2.5"])
def test_phases_are_rates_and_seconds(text: str) -> None:
    """What is allowed is passed on as it is."""
    assert given.phases(text) == text


@pytest.mark.parametrize(
    "text", ["abc", "10-25", "-1-25:15", "0-25:15", "10-25:0", "10-25:15,", "1-2:inf"]
)
def test_wrong_phases_are_refused(text: str) -> None:
    """Before anything starts, with the form that is allowed."""
    with pytest.raises(LabError, match=r"FIRST-LAST:SECONDS, \.\.\..*10-25:15,25-25"):
        given.phases(text)
