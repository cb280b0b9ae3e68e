"""Programs that do not come from PyPI: Debian packages, installed when root allows it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab import shell
from lab.config import environment
from lab.errors import LabError


@dataclass(frozen=True, slots=True)
class Need:
    """Something the lab runs: met by one of `programs`, and on Debian by all `packages`."""

    purpose: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]


GATEWAY = Need(
    "the gateway (nginx with its Lua module)",
    ("nginx",),
    ("nginx-light", "libnginx-mod-http-lua", "lua-cjson"),
)
BROWSER = Need(
    "the browser tests (Chromium)",
    ("chromium", "chromium-browser", "google-chrome"),
    ("chromium",),
)
VENV = Need("Python's virtual environments", (), ("python3-venv",))

POLICY = Path("/usr/sbin/policy-rc.d")


def ensure(need: Need) -> None:
    """Install what is missing, or raise with the packages and the command to type."""
    missing = missing_packages(need)
    if not missing:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise LabError(
            f"{need.purpose} is not on this machine. "
            f"On Debian its packages are {' '.join(missing)}; install their like and try again"
        )
    if os.geteuid() != 0:
        raise LabError(
            f"{need.purpose} is missing. Type this and try again:\n    sudo {command}"
        )
    shell.say(f"Installing Debian packages for {need.purpose}: {' '.join(missing)}")
    with _services_left_off():
        quietly = environment(DEBIAN_FRONTEND="noninteractive")
        shell.quiet(["apt-get", "update", "-qq"], env=quietly)
        shell.quiet(command.split(), env=quietly)


def missing_packages(need: Need) -> list[str]:
    """Debian packages still to install; off Debian, all of them unless a program is there."""
    path = os.pathsep.join(search_path())
    has_program = any(shutil.which(program, path=path) for program in need.programs)
    if not shutil.which("dpkg-query"):
        return [] if has_program else list(need.packages)
    if has_program and len(need.packages) == 1:
        return []  # the program is all there is to it, wherever it came from
    return [package for package in need.packages if not _installed(package)]


def search_path() -> list[str]:
    """PATH, and the folders of servers that a user's PATH leaves out on Debian."""
    return [*os.get_exec_path(), "/usr/sbin", "/usr/local/sbin"]


def _installed(package: str) -> bool:
    try:
        status = shell.quiet(["dpkg-query", "-W", "-f=${Status}", package])
    except LabError:
        return False
    return status.startswith("install ok installed")


@contextmanager
def _services_left_off() -> Iterator[None]:
    """Keep Debian from starting a system-wide nginx on port 80 as it installs the package.

    https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
    """
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)
