"""`make check` and `make test`: which tools look at what, in which order."""

import os
from collections.abc import Sequence

from lab import console, debian, packages, shell
from lab.config import ROOT
from lab.errors import LabError

# How they share the tests: tests/conftest.py.
PROCESSES = max(2, min(os.cpu_count() or 1, 8))
TYPED = ("emulator/xray_local", "services/mesh", "lab", "tests", "bench", "docs/images")


def install() -> None:
    """Everything that any target of the Makefile needs on this machine."""
    packages.ensure("lab", "test")
    debian.ensure(debian.GATEWAY)
    debian.ensure(debian.BROWSER)
    console.ensure()


def fmt() -> None:
    _tool("ruff", "check", "--fix", ".")
    _tool("ruff", "format", ".")


def check() -> None:
    """Ruff, mypy, tsc and the console's tests; writes nothing."""
    _tool("ruff", "check", ".")
    _tool("ruff", "format", "--check", ".")
    _tool("mypy", *TYPED)
    node = console.ensure_dependencies()
    for script in ("check", "test"):
        shell.say(f"npm run {script}")
        if shell.show(
            [*node.npm, "run", "--silent", script],
            cwd=console.SOURCES,
            env=node.environment(),
        ):
            raise LabError(f"npm run {script} failed; its message is above")


def pytest(folders: Sequence[str]) -> int:
    present = [folder for folder in folders if (ROOT / folder).is_dir()]
    if not present:
        raise LabError(f"there are no tests in {', '.join(folders)}")
    spread = ("-n", str(PROCESSES), "--no-loadscope-reorder")
    return shell.show([packages.PYTHON, "-m", "pytest", *spread, *present])


def _tool(name: str, *words: str) -> None:
    shell.say(f"{name} {' '.join(words)}")
    if shell.show([packages.BIN / name, *words]) != 0:
        raise LabError(f"{name} failed; its message is above")
