"""Every setting of the lab, read once: from the environment, .env.local and .env.

The first of the three that names a setting wins. `make up GATEWAY_PORT=9080` puts it
into the environment. compose.yaml reads the same names.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from lab.errors import LabError

ROOT = Path(__file__).resolve().parent.parent
CATEGORIES = ("noun", "adjective", "verb", "color", "descriptor")


@dataclass(frozen=True, slots=True)
class Config:
    """Defaults are those of .env; a test holds the two together."""

    gateway_port: int = 8080
    locust_port: int = 8089
    xray_port: int = 2000
    internal_port: int = 7100
    docker: str = "auto"
    xray: str = "local"
    daemon: str = "image"
    xray_daemon_image: str = "amazon/aws-xray-daemon:3.x"
    handlers: int = 10
    tracing: str = "on"
    registry: str = "on"
    rate_limit: str = "off"
    aws_region: str = "eu-west-1"
    run_dir: Path = ROOT / ".run"
    faults_dir: Path = ROOT / "faults"
    compose_project_name: str = "xray-mesh"

    @property
    def faults_file(self) -> Path:
        return self.faults_dir / "faults.flagd.json"

    @property
    def names_port(self) -> int:
        return self.internal_port

    @property
    def dynamodb_port(self) -> int:
        return self.internal_port + 1

    def word_port(self, category: str) -> int:
        """Ports of the process mode: names, DynamoDB, then the categories in order."""
        return self.internal_port + 2 + CATEGORIES.index(category)

    def with_local_daemon(self) -> "Config":
        """The same with X-Ray Local in the daemon's place."""
        return replace(self, daemon="local")

    def published_ports(self) -> dict[str, int]:
        """Setting name -> port, as a user knows them."""
        return {
            "GATEWAY_PORT": self.gateway_port,
            "LOCUST_PORT": self.locust_port,
            "XRAY_PORT": self.xray_port,
        }

    def as_environment(self) -> dict[str, str]:
        """The settings under the names that compose.yaml and the mesh read."""
        return {
            field.name.upper(): str(getattr(self, field.name)) for field in fields(self)
        }

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """Raise LabError naming the setting, its value and the allowed form."""
        given = {
            name: PARSERS[name](name.upper(), environ[name.upper()])
            for name in PARSERS
            if environ.get(name.upper())
        }
        config = cls(**given)
        if config.xray == "aws" and config.daemon == "local":
            raise LabError(
                "XRAY=aws sends segments to AWS by the X-Ray daemon, so it cannot go "
                "with DAEMON=local; leave one of the two out"
            )
        return config


def _port(name: str, value: str) -> int:
    return _number(name, value, most=65535)


def _count(name: str, value: str) -> int:
    return _number(name, value, most=1000)


def _number(name: str, value: str, *, most: int) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise LabError(f"{name}={value}: must be a whole number from 1 to {most}")
    return int(value)


def _one_of(*allowed: str) -> Callable[[str, str], str]:
    def parse(name: str, value: str) -> str:
        if value not in allowed:
            raise LabError(f"{name}={value}: must be one of {', '.join(allowed)}")
        return value

    return parse


def _path(_name: str, value: str) -> Path:
    return (ROOT / value).resolve()


def _text(_name: str, value: str) -> str:
    return value


PARSERS: dict[str, Callable[[str, str], Any]] = {
    "gateway_port": _port,
    "locust_port": _port,
    "xray_port": _port,
    "internal_port": _port,
    "docker": _one_of("auto", "on", "off"),
    "xray": _one_of("local", "aws"),
    "daemon": _one_of("image", "local"),
    "xray_daemon_image": _text,
    "handlers": _count,
    "tracing": _one_of("on", "off"),
    "registry": _one_of("on", "off"),
    "rate_limit": _text,
    "aws_region": _text,
    "run_dir": _path,
    "faults_dir": _path,
    "compose_project_name": _text,
}


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines; comments and blank lines are skipped, quotes are taken off."""
    if not path.exists():
        return {}
    pairs = (
        line.split("=", 1)
        for line in path.read_text().splitlines()
        if "=" in line and not line.lstrip().startswith("#")
    )
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def load() -> Config:
    """The settings of this run of `make`."""
    files = {**read_env_file(ROOT / ".env"), **read_env_file(ROOT / ".env.local")}
    return Config.from_env({**files, **os.environ})


def environment(**extra: str) -> dict[str, str]:
    """The user's environment with `extra` on top, for a process the lab starts."""
    return {**os.environ, **extra}
