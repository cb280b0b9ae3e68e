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

from tests.contract.traces import NOON

PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)


class OpenStore(Protocol):
    """Opens a new, empty store; each call another one."""

    def __call__(self, limits: Limits = PLENTY) -> AbstractContextManager[Store]: ...


@pytest.fixture(scope="module", params=["memory", "sqlite", "sqlite-forgetful"])
def open_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> OpenStore:
    """`sqlite-forgetful` caches so little that it reads most traces back, and tells so
    few texts apart that most are loose."""

    def directory() -> Path:
        return tmp_path_factory.mktemp(request.param)

    def open_new(limits: Limits = PLENTY) -> AbstractContextManager[Store]:
        if request.param == "memory":
            return closing(MemoryStore(limits))
        forgetful = request.param == "sqlite-forgetful"
        bounds = {"cached_documents": 3, "most_values": 1} if forgetful else {}
        return closing(SqliteStore(directory(), limits, ManualClock(NOON), **bounds))

    return open_new


@pytest.fixture
def store(open_store: OpenStore) -> Iterator[Store]:
    with open_store() as opened:
        yield opened
