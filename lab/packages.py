"""The virtual environment: created once, filled by group, versions from the constraints.

The groups are read from pyproject.toml here because the pip that comes with Python 3.11
cannot do it yet.
"""

import sys
import tomllib
from pathlib import Path

from lab import debian, shell, stamps
from lab.config import ROOT
from lab.errors import LabError

VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
PIP: tuple[str | Path, ...] = (PYTHON, "-m", "pip", "--disable-pip-version-check")
SHOWN = ("--progress-bar", "off")  # not --quiet: what it is at is said now and then
CONSTRAINTS = ROOT / "requirements" / "constraints.txt"
PROJECTS = (ROOT / "emulator", ROOT / "services")
PURPOSES = {
    "runtime": "what X-Ray Local and the mesh import",
    "lab": "what runs the lab without Docker",
    "test": "the tests' tools, boto3 and the AWS CLI",
    "node": "Node, which builds the console",
}
INPUTS = (
    CONSTRAINTS,
    ROOT / "pyproject.toml",
    *(project / "pyproject.toml" for project in PROJECTS),
)


def ensure(*groups: str) -> None:
    """Have the two packages and the named dependency groups in .venv."""
    missing = [
        name for name in ("runtime", *groups) if not stamps.fresh(_stamp(name), INPUTS)
    ]
    if missing and not PYTHON.exists():
        _create()
    for name in missing:
        shell.say(f"Installing Python packages: {name}, {PURPOSES[name]}")
        if name == "runtime":
            _install_runtime()
        else:
            _pip_install(*group(name))
        stamps.write(_stamp(name), INPUTS)


def group(name: str) -> list[str]:
    """The requirements of one dependency group of the repository."""
    groups: dict[str, list[str]] = _toml(ROOT / "pyproject.toml")["dependency-groups"]
    return groups[name]


def runtime() -> list[str]:
    """What the two packages need, themselves left out."""
    return [
        need
        for project in PROJECTS
        for need in _toml(project / "pyproject.toml")["project"]["dependencies"]
    ]


def _install_runtime() -> None:
    _pip_install(*group("build"))
    _pip_install(*runtime())
    # Without isolation the build uses the pinned hatchling installed just before.
    editable = [word for project in PROJECTS for word in ("-e", str(project))]
    _pip_install("--no-deps", "--no-build-isolation", *editable)


def _create() -> None:
    if not shell.answers([sys.executable, "-c", "import ensurepip, venv"]):
        debian.ensure(debian.VENV)
    shell.say(
        f"Creating .venv with Python {sys.version.split()[0]}. The first set-up takes "
        "minutes; it can be interrupted, and goes on where it stopped."
    )
    shell.quiet([sys.executable, "-m", "venv", VENV])


def _pip_install(*requirements: str) -> None:
    shell.quiet(
        [*PIP, "install", *SHOWN, "--constraint", CONSTRAINTS, *requirements],
        hint="Is the package index reachable? `make install` goes on where it stopped.",
    )


def lock() -> None:
    """Write the newest versions the requirements allow to the constraints file.

    A name that only another Python version needs is kept from the old file: one machine
    cannot resolve for all of them.
    """
    scratch = ROOT / ".run" / "lock"
    shell.quiet([sys.executable, "-m", "venv", "--clear", scratch])
    everything = [*runtime(), *(need for name in _groups() for need in group(name))]
    pip: list[str | Path] = [
        scratch / "bin" / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
    ]
    shell.say("Resolving the newest versions")
    shell.quiet([*pip, "install", "--quiet", *everything])
    resolved = pinned(shell.quiet([*pip, "freeze"]))
    versions = {**pinned(CONSTRAINTS.read_text()), **resolved}
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
    CONSTRAINTS.write_text("".join(lines))
    shell.say(f"{CONSTRAINTS.relative_to(ROOT)}: {len(lines)} packages")


def pinned(freeze: str) -> dict[str, str]:
    """`Name==version` lines as normalised name -> version; other lines are skipped."""
    pairs = (
        line.split("==")
        for line in freeze.splitlines()
        if "==" in line and line[0] not in "#-"
    )
    return {
        name.lower().replace("_", "-").replace(".", "-"): version
        for name, version in pairs
    }


def _groups() -> list[str]:
    return list(_toml(ROOT / "pyproject.toml")["dependency-groups"])


def _toml(path: Path) -> dict[str, dict]:  # type: ignore[type-arg]  # TOML has no schema
    try:
        return tomllib.loads(path.read_text())
    except FileNotFoundError as missing:
        raise LabError(f"{path} is missing: is this a whole clone?") from missing


def _stamp(name: str) -> Path:
    return VENV / ".lab" / name
