"""What every store promises of settings: small values that outlive the process."""

from __future__ import annotations

import sqlite3
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from xray_local.clock import ManualClock
from xray_local.graph.graph import graph_of
from xray_local.query.plan import Plan, ServiceCondition
from xray_local.store import packing, schema
from xray_local.store.base import Limits, Store
from xray_local.store.sqlite import SqliteStore

from tests.contract.conftest import PLENTY, OpenStore
from tests.contract.traces import (
    ALWAYS,
    NOON,
    a_trace,
    ids,
    summaries_of,
    trace_id_of,
)

MENTIONING_ORDERS = Plan(ALWAYS, conditions=(ServiceCondition("orders"),))


def test_a_setting_is_none_until_it_is_changed(store: Store) -> None:
    assert store.setting("groups") is None

    store.change_setting("groups", lambda before: (before or b"-") + b"one")
    store.change_setting("groups", lambda before: (before or b"-") + b", two")

    assert store.setting("groups") == b"-one, two"
    assert store.setting("tags") is None


def test_a_change_that_is_refused_changes_nothing(store: Store) -> None:
    """The caller gets its own error back, and later changes still go through."""
    store.change_setting("groups", lambda _: b"kept")

    def refuse(before: bytes | None) -> bytes:
        raise LookupError("no such group")

    with pytest.raises(LookupError, match="no such group"):
        store.change_setting("groups", refuse)

    assert store.setting("groups") == b"kept"
    store.change_setting("groups", lambda _: b"changed")
    assert store.setting("groups") == b"changed"


def test_changes_at_the_same_time_lose_none(store: Store) -> None:
    def one_more(before: bytes | None) -> bytes:
        return b"%d" % (int(before or 0) + 1)

    with ThreadPoolExecutor(8) as threads:
        for _ in range(100):
            threads.submit(store.change_setting, "counter", one_more)

    assert store.setting("counter") == b"100"


def test_retention_leaves_settings_alone(open_store: OpenStore) -> None:
    with open_store(Limits(max_age=1, max_bytes=1)) as store:
        store.change_setting("groups", lambda _: b"kept")
        trace = a_trace()
        store.write(trace)
        removed = store.prune(NOON + 10_000)

        assert (len(trace), b"kept") == (removed, store.setting("groups"))


def test_settings_are_there_when_the_directory_is_opened_again(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path, PLENTY, ManualClock(NOON))) as store:
        store.change_setting("groups", lambda _: b"kept")

    with closing(SqliteStore(tmp_path, PLENTY, ManualClock(NOON))) as store:
        assert store.setting("groups") == b"kept"


def test_a_file_from_before_there_were_settings_is_taken_over(tmp_path: Path) -> None:
    """An upgrade keeps the traces, whose documents were compressed by zlib then."""
    trace = a_trace()
    with closing(SqliteStore(tmp_path, PLENTY, ManualClock(NOON))) as store:
        store.write(trace)
    with closing(sqlite3.connect(tmp_path / schema.FILE_NAME)) as older, older:
        older.execute("DROP TABLE settings")
        older.create_function("deflated", 1, deflated)
        older.execute("UPDATE documents SET documents = deflated(documents)")
        older.execute("PRAGMA user_version = 1")

    with closing(SqliteStore(tmp_path, PLENTY, ManualClock(NOON))) as store:
        store.change_setting("groups", lambda _: b"kept")

        assert store.setting("groups") == b"kept"
        assert trace == store.documents(trace_id_of(trace))
        assert store.contents().documents == len(trace)
        assert [trace_id_of(trace)] == ids(store, MENTIONING_ORDERS)
        assert graph_of(summaries_of(trace).values()) == store.graph(ALWAYS)


def deflated(blob: bytes) -> bytes:
    """A blob as schema 3 wrote it."""
    (plain,) = packing.plain_of([blob])
    compressor = zlib.compressobj(1, wbits=-15, zdict=packing.PRESET)
    return compressor.compress(plain) + compressor.flush()
