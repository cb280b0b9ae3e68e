"""The same answers through Distributed tables: those of a cluster stand in front of others.

The cluster has one shard, which is this engine; that all rows of a trace are on one shard
is what the tables' sharding key says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest
from xray_local.addresses import ChdbFolder
from xray_local.clock import ManualClock
from xray_local.graph.graph import graph_of
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Plan,
    ServiceCondition,
)
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.graphs import GraphReader
from xray_local.store.clickhouse.settling import unsettled
from xray_local.store.clickhouse.store import ClickHouseStore
from xray_local.store.clickhouse.tables import make_tables
from xray_local.store.matching import admits

from tests.contract.conftest import CLUSTER, PLENTY
from tests.contract.traces import (
    ALWAYS,
    EVERYTHING,
    NOON,
    a_trace,
    ids,
    summaries_of,
    trace_id_of,
)

TRACES = [
    a_trace(
        NOON + number * 7,
        took=number / 10,
        annotations={"number": number % 5, "customer": "Zoë"},
        fault=number % 3 == 0,
    )
    for number in range(30)
]
SLOW = ColumnCondition(Column.RESPONSE_TIME, Comparison.GT, 1.5)
FAULTY = ColumnCondition(Column.FAULT, Comparison.EQ, True)


@pytest.fixture
def store(chdb_folder: Path) -> Iterator[ClickHouseStore]:
    behind = ChdbFolder(chdb_folder, "behind")
    front = ChdbFolder(chdb_folder, "front")
    with closing(Engine(behind)) as engine:
        make_tables(engine, behind, 1e9)
    with closing(Engine(front)) as engine:
        for table in ("documents", "summaries"):
            engine.command(
                f"CREATE TABLE {table} AS behind.{table} ENGINE ="
                f" Distributed('{CLUSTER}', 'behind', {table}, cityHash64(trace_id))"
            )
    with closing(ClickHouseStore(front, PLENTY, ManualClock(NOON))) as store:
        yield store
    with closing(Engine(ChdbFolder(chdb_folder, "default"))) as engine:
        engine.command("DROP DATABASE front SYNC")
        engine.command("DROP DATABASE behind SYNC")


def test_every_question_is_answered(store: ClickHouseStore) -> None:
    store.write([child for child, _ in TRACES])
    store.settle(NOON + 60)  # half of each trace, to be replaced
    assert len(ids(store)) == len(TRACES)
    store.write([root for _, root in TRACES])
    written = [*chain.from_iterable(TRACES)]
    summaries = summaries_of(written)

    assert summaries == {each.trace_id: each for each in store.summaries(EVERYTHING)}
    for window in (ALWAYS, Window(NOON + 10, NOON + 130)):
        inside = [each for each in summaries.values() if each.start in window]
        assert graph_of(inside) == store.graph(window)
        assert len(inside) == store.count(Plan(window), None, None)
    assert TRACES[3] == list(store.documents(trace_id_of(TRACES[3])))
    assert summaries[trace_id_of(TRACES[3])] == store.summary(trace_id_of(TRACES[3]))
    assert store.names().annotations["customer"] == ("Zoë",)
    contents = store.contents()
    assert (contents.traces, contents.documents) == (len(TRACES), len(written))


@pytest.mark.parametrize("by", TimeRangeType)
def test_every_list_has_what_its_conditions_admit(
    store: ClickHouseStore, by: TimeRangeType
) -> None:
    store.write([*chain.from_iterable(TRACES)])
    summaries = summaries_of(chain.from_iterable(TRACES)).values()
    for conditions in (
        (SLOW,),
        (FAULTY, ServiceCondition("orders")),
        (AnnotationCondition("number", 3),),
        (AnyOf(((SLOW,), (AnnotationCondition("number", 1), FAULTY))),),
        (ServiceCondition("nobody"),),
    ):
        plan = Plan(Window(NOON + 5, NOON + 150), by, conditions)
        admitted = {each.trace_id for each in summaries if admits(plan, each)}

        assert admitted == set(ids(store, plan)), conditions


def test_a_graph_is_kept_when_no_replica_can_lack_what_is_in_it(
    store: ClickHouseStore,
) -> None:
    """What was received lately may have reached one replica and not yet the other."""
    clock = ManualClock(NOON)
    reader = GraphReader(store._engine, clock, rest=60)
    store.write(TRACES[0])
    store.write(TRACES[20])  # in another minute
    store.settle(NOON + 60)
    window = Window(NOON, NOON + 600)
    kept = []
    for seconds in (30, 120, 300):
        clock.set(NOON + seconds)
        assert reader.graph(window) == store.graph(window)
        kept.append(repr(reader))

    assert kept == [f"GraphReader({number} kept)" for number in (0, 1, 2)]


def test_what_nobody_has_summarised_is_found(store: ClickHouseStore) -> None:
    store.write(TRACES[0])
    store.settle(NOON + 60)
    store.write(TRACES[1])

    assert unsettled(store._engine, 0.0) == [trace_id_of(TRACES[1])]
