"""What a store in a folder of chDB's promises: it outlives its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from xray_local.addresses import ChdbFolder, ClickHouseServer
from xray_local.clock import ManualClock
from xray_local.errors import ConfigError
from xray_local.graph.graph import graph_of
from xray_local.model.window import TimeRangeType
from xray_local.query.expression import parse, plan_of
from xray_local.store.clickhouse import tables
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.store import ClickHouseStore

from tests.clickhouse_server import clickhouse_server
from tests.contract.conftest import PLENTY
from tests.contract.test_sqlite_on_disk import write_until_killed
from tests.contract.traces import (
    ALWAYS,
    EVERYTHING,
    NOON,
    a_trace,
    ids,
    summaries_of,
    trace_id_of,
)


@contextmanager
def opened(folder: Path, database: str, now: float = NOON) -> Iterator[ClickHouseStore]:
    address = ChdbFolder(folder, database)
    with closing(ClickHouseStore(address, PLENTY, ManualClock(now))) as store:
        yield store


def test_a_store_opens_as_it_was_closed(chdb_folder: Path) -> None:
    """And its traces go on growing in order, though the clock was put back."""
    child, root = a_trace()
    other = a_trace(NOON + 1)
    with opened(chdb_folder, "closed") as store:
        store.write([child, *other])
        store.change_setting("groups", lambda _: b"kept")
    with opened(chdb_folder, "closed", NOON - 3600) as store:
        store.write([root])
        expected = summaries_of([child, root, *other])

        assert [child, root] == list(store.documents(trace_id_of([child])))
        assert expected == {each.trace_id: each for each in store.summaries(EVERYTHING)}
        assert graph_of(expected.values()) == store.graph(ALWAYS)
        assert store.contents().documents == 4
        assert store.setting("groups") == b"kept"


def test_a_store_of_an_earlier_version_goes_on(chdb_folder: Path) -> None:
    """Its traces have no roles: they are judged one by one, among those that have."""
    old, new = a_trace(user="alice"), a_trace(NOON + 1, user="alice")
    with opened(chdb_folder, "earlier") as store:
        store.write(old)
        store.settle(NOON + 60)
        for column in ("roles", "texts"):
            store._engine.command(f"ALTER TABLE summaries DROP COLUMN {column}")
    with opened(chdb_folder, "earlier") as store:
        store.write(new)
        plan = plan_of(parse('user CONTAINS "li"'), ALWAYS, TimeRangeType.TRACE_ID)

        assert ids(store, plan) == [trace_id_of(new), trace_id_of(old)]


def test_killing_the_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Twice kill -9 in the middle of writes; the summaries are right, too."""
    acknowledged: list[str] = []
    for _ in range(2):
        acknowledged += write_until_killed(tmp_path, 30, "chdb")
    with clickhouse_server(tmp_path) as server:
        address = ClickHouseServer("127.0.0.1", server.port)
        with closing(ClickHouseStore(address, PLENTY, ManualClock(NOON))) as store:
            summaries = {each.trace_id: each for each in store.summaries(EVERYTHING)}
            documents = [
                document
                for trace_id in summaries
                for document in store.documents(trace_id)
            ]

            assert set(acknowledged) <= set(summaries)
            assert summaries_of(documents) == summaries
            assert graph_of(summaries.values()) == store.graph(ALWAYS)
            assert len(documents) == store.contents().documents


def test_a_folder_in_use_is_said_to_be(chdb_folder: Path, tmp_path: Path) -> None:
    """An engine has one folder, and a folder one process."""
    with pytest.raises(ConfigError, match="already initialized with path"):
        Engine(ChdbFolder(tmp_path))


CLUSTER = ClickHouseServer("any", 8123, "xray", cluster="big")


@pytest.mark.parametrize(
    "statement", [*tables.statements(CLUSTER, 86_400.0)], ids=lambda text: text[27:50]
)
def test_clickhouse_can_read_what_makes_a_clusters_tables(
    chdb_folder: Path, statement: str
) -> None:
    """No cluster runs here, but its parser does."""
    with closing(Engine(ChdbFolder(chdb_folder, "default"))) as engine:
        tree = engine.rows(f"EXPLAIN AST {statement}")

    assert tree


def test_the_tables_of_a_cluster() -> None:
    """Traces are spread by id and replicated in each shard; settings and what processes
    tell each other are everywhere."""
    documents, spread, *others = tables.statements(CLUSTER, 86_400.0)
    settings, notes = (
        next(each for each in others if f"EXISTS {name} ON" in each)
        for name in ("settings", "notes")
    )

    assert "documents_local ON CLUSTER 'big'" in documents
    assert "'/clickhouse/tables/{database}/{shard}/documents', '{replica}'" in documents
    assert "TTL toDateTime(received_at) + toIntervalSecond(86400)" in documents
    assert "cityHash64(trace_id)" in spread
    assert "'/clickhouse/tables/{database}/all/settings'" in settings
    assert "'{shard}-{replica}', revision" in settings
    assert "'/clickhouse/tables/{database}/all/notes'" in notes
