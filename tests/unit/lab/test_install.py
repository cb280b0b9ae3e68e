"""Installing: pinned, once, and with a sentence that says what to type."""

import shutil
import subprocess
from pathlib import Path

import pytest

from lab import console, debian, packages, stamps
from lab.config import ROOT
from lab.errors import LabError


def test_every_requirement_is_pinned() -> None:
    """A fresh clone installs the versions that were tested, in .venv and in images."""
    pinned = packages.pinned(packages.CONSTRAINTS.read_text())
    groups = ("build", "lab", "node", "test")
    wanted = [
        *packages.runtime(),
        *(need for name in groups for need in packages.group(name)),
    ]
    names = {name for need in wanted for name in packages.pinned(f"{_name(need)}==")}

    assert names - pinned.keys() == set()


def test_every_group_that_is_installed_says_what_it_is_for() -> None:
    groups = {name for name in packages._groups() if name != "build"}

    assert packages.PURPOSES.keys() == {"runtime", *groups}


def _name(requirement: str) -> str:
    return next(
        requirement[:i] for i, c in enumerate(requirement + ">") if c in "[<>=; "
    )


def test_the_constraints_are_names_and_versions_only() -> None:
    """No address and no path of the machine that made them."""
    lines = packages.CONSTRAINTS.read_text().splitlines()

    assert lines == sorted(lines, key=lambda line: line.split("==")[0])
    assert [
        line for line in lines if line.count("==") != 1 or set(line) & set("/@ ;")
    ] == []


def test_freeze_lines_become_normal_names() -> None:
    """`zope.event` and `zope_event` are one package; editable ones are left out."""
    frozen = "# a comment\n-e git+x==y\nzope.event==6.2\nAST_serialize==0.13\n"

    assert packages.pinned(frozen) == {"zope-event": "6.2", "ast-serialize": "0.13"}


def test_a_stamp_is_stale_when_a_file_changes(tmp_path: Path) -> None:
    """The step is done again after a change, and only then."""
    source, stamp = tmp_path / "source", tmp_path / "deep" / "stamp"
    source.write_text("one")
    stamps.write(stamp, [source])
    before = stamps.fresh(stamp, [source])
    source.touch()
    touched = stamps.fresh(stamp, [source])
    source.write_text("two")

    assert (before, touched, stamps.fresh(stamp, [source])) == (True, True, False)


def test_a_user_who_is_not_root_is_told_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The packages and the whole command, ready to paste."""
    monkeypatch.setattr(
        debian, "missing_packages", lambda _need: ["nginx-light", "lua-cjson"]
    )
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(
        LabError, match=r"sudo apt-get install .* nginx-light lua-cjson"
    ):
        debian.ensure(debian.GATEWAY)


def test_off_debian_the_message_names_the_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is guessed about another system's package names."""
    monkeypatch.setattr(shutil, "which", lambda _name, **_: None)

    with pytest.raises(
        LabError, match=r"On Debian its packages are nginx-light .* lua-cjson"
    ):
        debian.ensure(debian.GATEWAY)


@pytest.mark.parametrize(
    ("printed", "version"),
    [("v20.20.2", (20, 20, 2)), ("v18.0.0", (18, 0, 0)), ("", ())],
)
def test_nodes_version_is_read(
    tmp_path: Path, printed: str, version: tuple[int, ...]
) -> None:
    """A node that is too old, or broken, is not used to build the console."""
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {printed}\n")
    node.chmod(0o755)

    assert console.version_of(str(node)) == version


def test_help_lists_every_target() -> None:
    """`make` alone says what there is; no target without its sentence."""
    listed = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    phony = (
        (ROOT / "Makefile").read_text().partition(".PHONY:")[2].splitlines()[0].split()
    )

    assert [line.split()[1] for line in listed.splitlines()] == phony
