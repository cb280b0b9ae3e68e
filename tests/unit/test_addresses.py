"""Every form of --store, and what is said of those that are none."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from xray_local.addresses import (
    Address,
    ChdbFolder,
    ClickHouseServer,
    InMemory,
    SqliteFolder,
    read_address,
)
from xray_local.config import Config
from xray_local.errors import ConfigError
from xray_local.store.clickhouse.engine import Engine


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("memory:", InMemory()),
        ("sqlite:///srv/traces", SqliteFolder(Path("/srv/traces"))),
        ("sqlite://./traces", SqliteFolder(Path("traces"))),
        ("chdb:///srv/my%20traces", ChdbFolder(Path("/srv/my traces"))),
        ("clickhouse://db", ClickHouseServer("db", 8123)),
        ("clickhouse://db?secure=on", ClickHouseServer("db", 8443, secure=True)),
        ("clickhouse://[::1]:9000/lab", ClickHouseServer("::1", 9000, "lab")),
        (
            "clickhouse://me:p%40ss@db/traces?cluster=big&async_insert=0",
            ClickHouseServer(
                "db",
                8123,
                "traces",
                user="me",
                password="p@ss",
                cluster="big",
                settings={"async_insert": "0"},
            ),
        ),
    ],
)
def test_every_form_is_read(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "traces",
        "memory",
        "sqlite:traces",
        "sqlite://host/traces",
        "chdb:///",
        "clickhouse://",
        "clickhouse://db:http",
        "clickhouse://db/drop table",
        "clickhouse://db?cluster=it's",
        "clickhouse://db?secure=perhaps",
        "postgres://db",
    ],
)
def test_another_form_is_refused_with_the_forms_there_are(text: str) -> None:
    with pytest.raises(ConfigError, match="must be memory:, sqlite:///FOLDER, chdb"):
        Config.from_env({"XRAY_LOCAL_STORE": text})


def test_a_password_is_not_shown() -> None:
    address = read_address("clickhouse://me:secret@db")

    assert "secret" not in f"{address} {address!r}"


def test_the_data_folder_is_the_address_unless_a_store_is_given() -> None:
    folder = {"XRAY_LOCAL_DATA": "/srv/traces"}

    assert Config.from_env(folder).address == SqliteFolder(Path("/srv/traces"))
    given = Config.from_env({**folder, "XRAY_LOCAL_STORE": "memory:"})
    assert given.address == InMemory()


def test_what_is_missing_can_be_installed() -> None:
    with (
        patch.dict(sys.modules, {"clickhouse_connect": None}),
        patch("importlib.util.find_spec", return_value=None),
        pytest.raises(ConfigError, match="pip install clickhouse-connect"),
    ):
        Engine(ClickHouseServer("db", 8123))


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(ConfigError, match=r"default@127\.0\.0\.1:1/xray cannot be"):
        Engine(ClickHouseServer("127.0.0.1", 1))
