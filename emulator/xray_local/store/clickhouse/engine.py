"""One way to speak to ClickHouse: clickhouse-connect, over HTTP or to chDB in process.

A client is used by one thread at a time, as in-process ones must be; idle ones are kept.
"""

from __future__ import annotations

import importlib
import importlib.util
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from xray_local.addresses import ChdbFolder, ClickHouseServer
from xray_local.errors import ConfigError

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

Row = Sequence[Any]
Address = ChdbFolder | ClickHouseServer

REPLICA_DELAY = 30
"""Seconds that a replica may lag before it is not asked."""

_SETTINGS = {
    # A trace whose start moved to another day leaves a row behind that hides it there.
    "do_not_merge_across_partitions_select_final": 1,
    # What is sent decides how many days a batch of traces spans.
    "max_partitions_per_insert_block": 0,
    # A Distributed table answers when the shards have what was inserted.
    "distributed_foreground_insert": 1,
    # All rows of a trace are on one shard, of documents and of summaries.
    "distributed_product_mode": "local",
    "optimize_skip_unused_shards": 1,
    "max_replica_delay_for_distributed_queries": REPLICA_DELAY,
    # Batches are made here already; with very many processes the address may say 1.
    "async_insert": 0,
}


class Engine:
    """Runs statements in one database, which it makes. Thread-safe.

    Raises ConfigError when clickhouse-connect or chDB is missing, or nobody answers.
    """

    def __init__(self, address: Address) -> None:
        self._name = str(address)
        self._lock = threading.Lock()
        self._closed = False
        get_client = _client_maker(address)
        self._connect = partial(get_client, database=address.database)
        try:
            _make_database(get_client(database="default"), address)
            self._idle: list[Client] = [self._connect()]
        except _errors() as error:
            raise ConfigError(f"{address} cannot be opened: {error}") from error

    def __repr__(self) -> str:
        return f"Engine({self._name!r}, {len(self._idle)} idle clients)"

    def command(self, statement: str) -> None:
        with self._client() as client:
            client.command(statement)

    def rows(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        blobs: Sequence[str] = (),
    ) -> Sequence[Row]:
        """All rows of an answer; the columns in `blobs` are bytes."""
        formats: dict[str, str | dict[str, str]] = dict.fromkeys(blobs, "bytes")
        with self._client() as client:
            return client.query(
                query, parameters=dict(parameters or {}), column_formats=formats
            ).result_rows

    def insert(
        self,
        table: str,
        columns: Mapping[str, str],
        rows: Sequence[Row],
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Add rows whose values are in the order of `columns` (name -> type)."""
        if not rows:
            return
        with self._client() as client:
            client.insert(
                table,
                rows,
                column_names=[*columns],
                column_type_names=[*columns.values()],
                settings=dict(settings or {}),
            )

    def close(self) -> None:
        """Harmless when repeated."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for client in idle:
            client.close()

    @contextmanager
    def _client(self) -> Iterator[Client]:
        with self._lock:
            client = self._idle.pop() if self._idle else None
        if client is None:
            client = self._connect()
        try:
            yield client
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(client)
            if not keep:
                client.close()


def on_cluster(address: Address) -> str:
    """What makes a statement one for every server of the cluster."""
    cluster = getattr(address, "cluster", None)
    return "" if cluster is None else f" ON CLUSTER '{cluster}'"


def _make_database(client: Client, address: Address) -> None:
    try:
        client.command(
            f"CREATE DATABASE IF NOT EXISTS {address.database}{on_cluster(address)}"
        )
    finally:
        client.close()


def _client_maker(address: Address) -> Callable[..., Client]:
    match address:
        case ChdbFolder(folder):
            _require("chdb", address)
            settings: dict[str, Any] = {}
            where: dict[str, Any] = {"interface": "chdb", "path": str(folder)}
        case ClickHouseServer():
            settings = dict(address.settings)
            where = {
                "interface": "https" if address.secure else "http",
                "host": address.host,
                "port": address.port,
                "username": address.user,
                "password": address.password,
                "autogenerate_session_id": False,
            }
    _require("clickhouse_connect", address)
    get_client: Callable[..., Client] = importlib.import_module(
        "clickhouse_connect"
    ).get_client
    return partial(get_client, **where, settings=_SETTINGS | settings)


def _require(module: str, address: Address) -> None:
    name = module.replace("_", "-")
    if importlib.util.find_spec(module) is None:
        raise ConfigError(
            f"{address} needs the Python package {name}: pip install {name}"
        )


def _errors() -> tuple[type[Exception], ...]:
    """What clickhouse-connect raises, which may not be installed."""
    exceptions = importlib.import_module("clickhouse_connect.driver.exceptions")
    return exceptions.ClickHouseError, OSError
