"""The stores that the contract holds for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

import chdb
import pytest
from hypothesis import is_hypothesis_test
from xray_local.addresses import ChdbFolder
from xray_local.clock import ManualClock
from xray_local.store.base import Limits, Store
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.store import ClickHouseStore
from xray_local.store.memory import MemoryStore
from xray_local.store.sqlite import SqliteStore
from xray_local.store.variety import MOST_VALUES
from xray_local.store.workers import Workers

from tests.contract.traces import NOON


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="try random input on chDB too: each example takes it a second, not ten ms",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """chDB keeps every promise that is told as a story; of those that are tried on random
    input, only where it is asked for."""
    if config.getoption("--thorough", default=False):
        return
    left_out = [item for item in items if _is_random(item) and "[chdb" in item.name]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_random(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)


PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)


class OpenStore(Protocol):
    """Opens a new, empty store; each call another one."""

    def __call__(self, limits: Limits = PLENTY) -> AbstractContextManager[Store]: ...


# A cluster of this engine alone, for the tables that stand in front of others.
CLUSTER = "itself"
CONFIGURATION = f"""
<clickhouse>
    <tcp_port>9000</tcp_port>
    <remote_servers><{CLUSTER}><shard><replica>
        <host>localhost</host><port>9000</port>
    </replica></shard></{CLUSTER}></remote_servers>
</clickhouse>
"""


@pytest.fixture(scope="session")
def chdb_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The one folder that chDB's engine can have in a process, open all the while."""
    folder = tmp_path_factory.mktemp("chdb")
    configuration = tmp_path_factory.mktemp("chdb-configuration") / "config.xml"
    configuration.write_text(CONFIGURATION)
    open_all_the_while = chdb.connect(  # type: ignore[no-untyped-call]
        f"{folder}?config-file={configuration}"
    )
    with closing(open_all_the_while):
        yield folder


_databases = itertools.count(1)


@contextmanager
def chdb_store(folder: Path, limits: Limits) -> Iterator[Store]:
    address = ChdbFolder(folder, f"store_{next(_databases)}")
    with closing(ClickHouseStore(address, limits, ManualClock(NOON))) as store:
        yield store
    with closing(Engine(ChdbFolder(folder, "default"))) as engine:
        engine.command(f"DROP DATABASE {address.database} SYNC")


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """One process for all stores, which is asked about each trace by itself."""
    with closing(Workers(1, batch=1, few=0)) as opened:
        yield opened


@pytest.fixture(
    scope="module",
    params=["memory", "sqlite", "sqlite-forgetful", "sqlite-with-workers", "chdb"],
)
def open_store(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    workers: Workers,
) -> OpenStore:
    """`sqlite-forgetful` caches so little that it reads most traces back, and tells so
    few texts apart that most are loose."""

    def directory() -> Path:
        return tmp_path_factory.mktemp(request.param)

    def open_new(limits: Limits = PLENTY) -> AbstractContextManager[Store]:
        if request.param == "memory":
            return closing(MemoryStore(limits))
        if request.param == "chdb":
            return chdb_store(request.getfixturevalue("chdb_folder"), limits)
        forgetful = request.param == "sqlite-forgetful"
        helped = workers if request.param == "sqlite-with-workers" else None
        return closing(
            SqliteStore(
                directory(),
                limits,
                ManualClock(NOON),
                workers=helped,
                cached_documents=3 if forgetful else 1000,
                most_values=1 if forgetful else MOST_VALUES,
            )
        )

    return open_new


@pytest.fixture
def store(open_store: OpenStore) -> Iterator[Store]:
    with open_store() as opened:
        yield opened
