"""Every setting of the mesh, read from the environment once and complained of by name.

The gateway reads the same `*_ADDRESS` variables, so one place in a compose file or a
Procfile says where every category lives.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

from mesh.categories import CATEGORIES

T = TypeVar("T")


ENVIRON: Mapping[str, str] = os.environ  # noqa: TID251 - here and nowhere else


class ConfigError(Exception):
    """A setting with a value that cannot be used; the text says what can."""


@dataclass(frozen=True, slots=True)
class Config:
    handlers: int
    addresses: Mapping[str, str]
    bind: str
    workers: int
    concurrency: int
    word_timeout_s: float
    registry: bool
    table: str
    dynamodb_endpoint: str | None
    region: str
    faults_file: str | None
    tracing: bool
    daemon_address: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = ENVIRON) -> Self:
        """Read every variable.

        Raises:
            ConfigError: naming the variable, its value and the form allowed.
        """
        read = _Reader(environ)
        return cls(
            handlers=read("HANDLERS", "10", _whole_number),
            addresses={
                category: read(
                    f"{category.upper()}_ADDRESS", f"{category}:8080", _address
                )
                for category in CATEGORIES
            },
            bind=read("BIND", "0.0.0.0:8080", _address),
            workers=read("WORKERS", "1", _whole_number),
            concurrency=read("CONCURRENCY", "64", _whole_number),
            word_timeout_s=read("WORD_TIMEOUT", "5", _seconds),
            registry=read("REGISTRY", "on", _switch),
            table=read("REGISTRY_TABLE", "project-names", str),
            dynamodb_endpoint=read("DYNAMODB_ENDPOINT", "", str) or None,
            region=read("AWS_REGION", "eu-west-1", str),
            faults_file=read("FAULTS_FILE", "", str) or None,
            tracing=read("TRACING", "on", _switch),
            daemon_address=read(
                "AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000", _daemon_address
            ),
        )


@dataclass(frozen=True, slots=True)
class FaultctlConfig:
    """What the faults' command line needs: where the flag file is, and for whom."""

    handlers: int
    faults_file: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = ENVIRON) -> Self:
        read = _Reader(environ)
        return cls(
            handlers=read("HANDLERS", "10", _whole_number),
            faults_file=read("FAULTS_FILE", "faults/faults.flagd.json", str),
        )


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def __call__(self, name: str, default: str, parse: Callable[[str], T]) -> T:
        # An empty value in a compose file or in .env means "the default".
        text = self._environ.get(name) or default
        try:
            return parse(text)
        except ValueError as reason:
            raise ConfigError(f"{name}={text!r}: {reason}") from None


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ValueError("a whole number from 1 up, such as 10")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:
        raise ValueError("seconds, more than 0 and at most 600, such as 5 or 0.5")
    return seconds


def _switch(text: str) -> bool:
    match text.lower():
        case "on":
            return True
        case "off":
            return False
    raise ValueError("on or off")


def _address(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not host or not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("host:port, such as 127.0.0.1:8080")
    return text


def _daemon_address(text: str) -> str:
    """One `host:port`, or the SDKs' long form `tcp:host:port udp:host:port`."""
    parts = text.split()
    if len(parts) == 1 and not text.startswith(("tcp:", "udp:")):
        return _address(text)
    if sorted(part[:4] for part in parts) != ["tcp:", "udp:"]:
        raise ValueError("host:port, or tcp:host:port udp:host:port")
    for part in parts:
        _address(part[4:])
    return text
