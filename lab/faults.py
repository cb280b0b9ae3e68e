"""`make fault`, `make heal`, `make faults`: the mesh's own command on the lab's file."""

import sys

from lab import shell
from lab.config import ROOT, Config, environment


def run(config: Config, verb: str, *settings: str) -> int:
    """Exit code of `python -m mesh.faultctl`, which needs nothing installed."""
    config.faults_dir.mkdir(parents=True, exist_ok=True)
    env = environment(
        PYTHONPATH=str(ROOT / "services"),
        FAULTS_FILE=str(config.faults_file),
        HANDLERS=str(config.handlers),
    )
    return shell.show([sys.executable, "-m", "mesh.faultctl", verb, *settings], env=env)


def flags(config: Config) -> str:
    """The flag file's text: another one after a change of faults."""
    file = config.faults_file
    return file.read_text(errors="replace") if file.exists() else ""


def forget(config: Config) -> bool:
    """The next start begins with every handler healthy; False if they all were."""
    file = config.faults_file
    broken = file.exists() and '"defaultVariant": "on"' in file.read_text()
    file.unlink(missing_ok=True)
    return broken
