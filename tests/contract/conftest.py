"""The stores that the contract holds for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Protocol

import pytest
from xray_local.clock import ManualClock
from xray_local.store.base import Limits, Store
from xray_local.store.memory import MemoryStore
from xray_local.store.sqlite import SqliteStore
from xray_local.store.variety import MOST_VALUES
from xray_local.store.workers import Workers

from tests.contract.traces import NOON

PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)


class OpenStore(Protocol):
    """Opens a new, empty store; each call another one."""

    def __call__(self, limits: Limits = PLENTY) -> AbstractContextManager[Store]: ...


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """One process for all stores, which is asked about each trace by itself."""
    with closing(Workers(1, batch=1, few=0)) as opened:
        yield opened


@pytest.fixture(
    scope="module",
    params=["memory", "sqlite", "sqlite-forgetful", "sqlite-with-workers"],
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
