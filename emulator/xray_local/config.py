"""Every setting of X-Ray Local, read once.

A value that is not allowed ends the start with the setting's name, the value and what is
allowed. The README's table lists each one, and a test holds it to that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from xray_local.addresses import (
    Address,
    InMemory,
    SqliteFolder,
    read_address,
)
from xray_local.errors import ConfigError

Reader = Callable[[str], object]
"""Reads a setting's text; raises ValueError with what is allowed."""

SAMPLING = ("everything", "aws")
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Config:
    """`data` is the store's folder, None to keep everything in memory; `store` comes
    before it.

    `relaxed` lifts the service's limits on windows of time.
    `notify` is the URL that is told of insights.
    `workers` is how many processes help to derive traces when many arrive.
    `retention_hours` and `retention_mb` (MiB) end a trace's life, whichever is first.
    """

    host: str = "127.0.0.1"
    port: int = 2000
    data: Path | None = None
    store: Address | None = None
    region: str = "us-east-1"
    account: str = "000000000000"
    sampling: str = "everything"
    relaxed: bool = False
    retention_hours: float = 24 * 30
    retention_mb: int = 2048
    workers: int = 0
    log_level: str = "info"
    notify: str | None = None

    @property
    def address(self) -> Address:
        """Where traces are kept."""
        if self.store is not None:
            return self.store
        return InMemory() if self.data is None else SqliteFolder(self.data)

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] | None = None,
        overrides: Mapping[str, str] = {},
    ) -> Config:
        """Settings from XRAY_LOCAL_* and, before them, from options of the same names.

        Raises ConfigError, which names the option or the variable, whichever was used,
        the value and what is allowed.
        """
        found = os.environ if environ is None else environ
        members = {
            "data": _default_data(found),
            "workers": _default_workers(),
            **_read({**found, **overrides}, options=overrides.keys()),
        }
        return cls(**members)  # type: ignore[arg-type] # each reader gives its own type


def _default_data(environ: Mapping[str, str]) -> Path:
    """Where the XDG base directory specification puts a program's data."""
    home = environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "xray-local"


def _workers(text: str) -> int:
    if text.lower() == "auto":
        return _default_workers()
    try:
        return _whole(text, 0, 16)
    except ValueError as allowed:
        raise ValueError(f"{allowed}, or auto") from None


def _default_workers() -> int:
    """A second and a third processor have something to do; more would only wait."""
    return min(2, len(os.sched_getaffinity(0)) - 1)


def _port(text: str) -> int:
    return _whole(text, 0, 65535)


def _whole(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"\d{1,12}", text) or not least <= int(text) <= most:
        raise ValueError(f"a whole number from {least} to {most}")
    return int(text)


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0 < hours < 1e6:
        raise ValueError("a number of hours above 0, such as 24")
    return hours


def _choice(*allowed: str) -> Reader:
    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(" or ".join(allowed))
        return text.lower()

    return read


def _switch(text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise ValueError("on or off")
    return text.lower() == "on"


def _pattern(pattern: str, allowed: str) -> Reader:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(allowed)
        return text

    return read


READERS: dict[str, tuple[str, Reader]] = {
    "XRAY_LOCAL_HOST": ("host", _pattern(r"\S+", "an address, such as 127.0.0.1")),
    "XRAY_LOCAL_PORT": ("port", _port),
    "XRAY_LOCAL_DATA": ("data", lambda text: Path(text).expanduser()),
    "XRAY_LOCAL_STORE": ("store", read_address),
    "XRAY_LOCAL_REGION": (
        "region",
        _pattern(r"[a-z]{2}(-[a-z]+)+-\d", "a region, such as us-east-1"),
    ),
    "XRAY_LOCAL_ACCOUNT": ("account", _pattern(r"\d{12}", "twelve digits")),
    "XRAY_LOCAL_SAMPLING": ("sampling", _choice(*SAMPLING)),
    "XRAY_LOCAL_RELAXED": ("relaxed", _switch),
    "XRAY_LOCAL_RETENTION_HOURS": ("retention_hours", _hours),
    "XRAY_LOCAL_RETENTION_MB": (
        "retention_mb",
        lambda text: _whole(text, 1, 10**9),
    ),
    "XRAY_LOCAL_WORKERS": ("workers", _workers),
    "XRAY_LOCAL_LOG_LEVEL": ("log_level", _choice(*LOG_LEVELS)),
    "XRAY_LOCAL_NOTIFY": (
        "notify",
        _pattern(r"https?://[^\s/]+\S*", "a URL, such as http://localhost:9000/hook"),
    ),
}
"""Variable -> (member of Config, how its text is read)."""


def _read(environ: Mapping[str, str], options: Set[str]) -> dict[str, object]:
    members: dict[str, object] = {}
    for variable, text in environ.items():
        if not variable.startswith("XRAY_LOCAL_") or text == "":
            continue
        if variable not in READERS:
            known = ", ".join(READERS)
            raise ConfigError(f"{variable} is no setting; there are {known}")
        member, read = READERS[variable]
        try:
            members[member] = read(text)
        except ValueError as allowed:
            said = (
                f"--{member.replace('_', '-')} "
                if variable in options
                else f"{variable}="
            )
            raise ConfigError(f"{said}{text!r}: must be {allowed}") from None
    return members
