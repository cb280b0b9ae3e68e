"""Every setting of the lab, read once: from the environment, .env.local and .env.

The first of the three that names a setting wins. `make up GATEWAY_PORT=9080` puts it
into the environment. compose.yaml reads the same names.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from lab.errors import LabError

ROOT = Path(__file__).resolve().parent.parent
CATEGORIES = ("descriptor", "adjective", "color", "noun", "verb")
"""Those of mesh.categories, which cannot be imported yet; a test holds them together."""


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
    locust_workers: str = ""
    handlers: int = 10
    tracing: str = "on"
    registry: str = "on"
    rate_limit: str = "off"
    rate_burst: int = 10
    max_body: str = "16k"
    max_header: str = "8k"
    upstream_timeout: str = "10s"
    word_timeout: str = "5"
    aws_region: str = "eu-west-1"
    xray_local_sampling: str = "everything"
    xray_local_retention_hours: str = "720"
    xray_local_retention_mb: str = "2048"
    xray_local_region: str = "us-east-1"
    xray_local_account: str = "000000000000"
    xray_local_workers: str = "auto"
    xray_local_notify: str = ""
    xray_local_log_level: str = "info"
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

    def internal_ports(self) -> dict[str, int]:
        """INTERNAL_PORT and the six after it, which process mode takes."""
        return {
            f"INTERNAL_PORT (+{number})": self.internal_port + number
            for number in range(2 + len(CATEGORIES))
        }

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
        config.refuse_shared_ports()
        return config

    def refuse_shared_ports(self) -> None:
        """Two parts on one port: the second would fail at its start, in other words."""
        ports = self.published_ports()
        if self.docker == "off":
            ports |= self.internal_ports()
        setting_of: dict[int, str] = {}
        for setting, port in ports.items():
            if port in setting_of:
                raise LabError(
                    f"{setting} and {setting_of[port]} are both {port}; change one"
                )
            setting_of[port] = setting


def _port(name: str, value: str) -> int:
    return _number(name, value, most=65535)


def _first_port(name: str, value: str) -> int:
    return _number(name, value, most=65535 - 1 - len(CATEGORIES))


def _count(name: str, value: str) -> int:
    return _number(name, value)


def _number(name: str, value: str, *, most: int | None = None) -> int:
    if not re.fullmatch("[0-9]+", value) or not 1 <= int(value) <= (most or int(value)):
        limit = f"to {most}" if most else "up"
        raise LabError(f"{name}={value}: must be a whole number from 1 {limit}")
    return int(value)


def _form(pattern: str, allowed: str) -> Callable[[str, str], str]:
    """The gateway's own check, made before anything is built or started."""

    def parse(name: str, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise LabError(f"{name}={value}: must be {allowed}")
        return value

    return parse


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
    "internal_port": _first_port,
    "docker": _one_of("auto", "on", "off"),
    "xray": _one_of("local", "aws"),
    "daemon": _one_of("image", "local"),
    "xray_daemon_image": _text,
    "locust_workers": _form("[1-9][0-9]?", "a whole number from 1 to 99, or empty"),
    "handlers": _count,
    "tracing": _one_of("on", "off"),
    "registry": _one_of("on", "off"),
    "rate_limit": _form("off|[1-9][0-9]*", "off, or requests a second, such as 50"),
    "rate_burst": _count,
    "max_body": _form("[1-9][0-9]*[km]?", "a size, such as 16k"),
    "max_header": _form("[1-9][0-9]*k?", "a size, such as 8k"),
    "upstream_timeout": _form("[1-9][0-9]*(ms|s)?", "a time, such as 10s"),
    "word_timeout": _text,
    "aws_region": _text,
    "xray_local_sampling": _text,
    "xray_local_retention_hours": _text,
    "xray_local_retention_mb": _text,
    "xray_local_region": _text,
    "xray_local_account": _text,
    "xray_local_workers": _text,
    "xray_local_notify": _text,
    "xray_local_log_level": _text,
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


def started_with(config: Config, file: Path) -> Config:
    """The settings that `make up` wrote to `file`; `config` where it never did."""
    written = read_env_file(file)
    return Config.from_env(written) if written else config


def environment(**extra: str) -> dict[str, str]:
    """The user's environment with `extra` on top, for a process the lab starts."""
    return {**os.environ, **extra}
