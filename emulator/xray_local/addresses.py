"""Where traces are kept, as `--store` says it: memory, a file, an engine or a server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

FORMS = (
    "memory:, sqlite:///FOLDER, chdb:///FOLDER or "
    "clickhouse://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE][?cluster=NAME&secure=on]"
)
DATABASE = "xray"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class InMemory:
    """Ends with the process."""

    def __str__(self) -> str:
        return "memory"


@dataclass(frozen=True, slots=True)
class SqliteFolder:
    folder: Path

    def __str__(self) -> str:
        return str(self.folder)


@dataclass(frozen=True, slots=True)
class ChdbFolder:
    """ClickHouse's engine in this process."""

    folder: Path
    database: str = DATABASE

    def __str__(self) -> str:
        return f"{self.folder} (chDB)"


@dataclass(frozen=True, slots=True)
class ClickHouseServer:
    """A server, or one of a cluster's; `settings` are ClickHouse's own, for each query."""

    host: str
    port: int
    database: str = DATABASE
    user: str = "default"
    password: str = field(default="", repr=False)
    secure: bool = False
    cluster: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Without the password: this is shown."""
        shown = f"clickhouse://{self.user}@{self.host}:{self.port}/{self.database}"
        return shown if self.cluster is None else f"{shown}?cluster={self.cluster}"


Address = InMemory | SqliteFolder | ChdbFolder | ClickHouseServer


def read_address(text: str) -> Address:
    """Raises ValueError with what is allowed."""
    if text == "memory:":
        return InMemory()
    url = urlsplit(text)
    match url.scheme:
        case "sqlite":
            return SqliteFolder(_folder(url))
        case "chdb":
            return ChdbFolder(_folder(url))
        case "clickhouse":
            return _server(url)
    raise ValueError(FORMS)


def _folder(url: SplitResult) -> Path:
    if (
        url.netloc not in ("", ".", "~")
        or not url.path.startswith("/")
        or url.path == "/"
    ):
        raise ValueError(FORMS)
    return Path(url.netloc + unquote(url.path)).expanduser()


def _server(url: SplitResult) -> ClickHouseServer:
    options = dict(parse_qsl(url.query))
    database = url.path.strip("/") or DATABASE
    cluster = options.pop("cluster", None)
    secure = options.pop("secure", "off")
    names = (database, cluster or database, *options)
    if secure not in ("on", "off") or not all(map(_NAME.fullmatch, names)):
        raise ValueError(FORMS)
    try:
        port = url.port
    except ValueError:
        raise ValueError(FORMS) from None
    if not url.hostname:
        raise ValueError(FORMS)
    return ClickHouseServer(
        host=url.hostname,
        port=port or (8443 if secure == "on" else 8123),
        database=database,
        user=unquote(url.username or "default"),
        password=unquote(url.password or ""),
        secure=secure == "on",
        cluster=cluster,
        settings=options,
    )
