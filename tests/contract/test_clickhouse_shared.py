"""What a store in ClickHouse promises when several processes share it.

Each store here is as good as a process of its own: they have nothing in common but the
address of a server, which they speak to over HTTP.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from xray_local.addresses import ClickHouseServer
from xray_local.clock import ManualClock
from xray_local.errors import InvalidRequest
from xray_local.graph.graph import graph_of
from xray_local.model.sampling import Report, SamplingRule, Statistic
from xray_local.model.segment import Received
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations.outliving import KeptRules
from xray_local.operations.shared_statistics import REPORTED, statistics_of_others
from xray_local.query.expression import parse, plan_of
from xray_local.query.plan import Plan
from xray_local.sampling.rulebook import RuleBook
from xray_local.sampling.rules import EVERYTHING
from xray_local.sampling.shared import SharedUsage
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Note
from xray_local.store.clickhouse.store import STRAGGLERS_SECONDS, ClickHouseStore
from xray_local.store.clickhouse.tables import NOTES, NOTES_SECONDS
from xray_local.store.sharing import Circle

from tests.clickhouse_server import clickhouse_server
from tests.contract.conftest import PLENTY
from tests.contract.traces import (
    ALWAYS,
    NOON,
    a_call,
    a_segment,
    a_trace,
    a_trace_id,
    ids,
    summaries_of,
    trace_id_of,
)

Open = Callable[[], ClickHouseStore]
MIDNIGHT = NOON - NOON % 86_400


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with clickhouse_server(tmp_path_factory.mktemp("server")) as server:
        yield server.port


_databases = itertools.count(1)


@pytest.fixture
def open_one(port: int) -> Iterator[Open]:
    """Opens one more store of the same database."""
    address = ClickHouseServer("127.0.0.1", port, f"shared_{next(_databases)}")
    with ExitStack() as stores:

        def opened() -> ClickHouseStore:
            store = ClickHouseStore(address, PLENTY, ManualClock(NOON))
            return stores.enter_context(closing(store))

        yield opened


def test_each_sees_what_another_has_settled(open_one: Open) -> None:
    one, other = open_one(), open_one()
    trace, later = a_trace(), a_trace(NOON + 1)
    one.write(trace)
    one.settle(NOON + 60)
    other.write(later)
    other.settle(NOON + 60)
    expected = graph_of(summaries_of([*trace, *later]).values())

    for store in (one, other):
        assert [trace_id_of(later), trace_id_of(trace)] == ids(store)
        assert expected == store.graph(ALWAYS)
        assert trace == list(store.documents(trace_id_of(trace)))


def test_a_trace_whose_parts_come_to_different_processes_is_whole(
    open_one: Open,
) -> None:
    """Whoever settles last has seen everything, and a graph kept before is not used."""
    one, other = open_one(), open_one()
    child, root = a_trace()
    one.write([child])
    before = one.graph(ALWAYS), other.graph(ALWAYS)
    other.write([root])
    other.settle(NOON + 60)
    expected = summaries_of([child, root])

    assert before[0] == before[1] == graph_of(summaries_of([child]).values())
    assert graph_of(expected.values()) == one.graph(ALWAYS) == other.graph(ALWAYS)
    assert expected[trace_id_of([root])] == one.summary(trace_id_of([root]))


def moved_over_midnight() -> tuple[Received, Received]:
    """A child of today whose parent began yesterday."""
    trace_id = a_trace_id()
    call = a_call(MIDNIGHT - 3)
    child = a_segment(trace_id, MIDNIGHT + 5, name="orders", parent_id=call["id"])
    return child, a_segment(trace_id, MIDNIGHT - 4, took=20, subsegments=[call])


def test_a_trace_that_moves_to_another_day_is_gone_from_where_it_was(
    open_one: Open,
) -> None:
    """Though its two summaries were written by two, and lie where none replaces one."""
    one, other = open_one(), open_one()
    child, parent = moved_over_midnight()
    today = Window(MIDNIGHT, MIDNIGHT + 86_400)
    yesterday = Window(MIDNIGHT - 86_400, MIDNIGHT)
    one.write([child])
    listed_before = ids(one, Plan(today))
    counted_before = one.graph(today).nodes
    other.write([parent])
    other.settle(NOON + 60)

    assert listed_before
    assert counted_before
    for store in (one, other):
        assert ids(store, Plan(today)) == []
        assert store.graph(today).nodes == {}
        assert store.count(Plan(today), None, None) == 0
        assert [trace_id_of([child])] == ids(store, Plan(yesterday))
        assert graph_of(summaries_of([child, parent]).values()) == store.graph(ALWAYS)


def test_what_a_process_left_behind_is_taken_up_by_another(open_one: Open) -> None:
    """It stored documents and was killed before it had summarised them."""
    killed, survivor = open_one(), open_one()
    survivor.settle(NOON)  # which looks for such traces, and finds none
    trace = a_trace()
    killed.write(trace)

    survivor.settle(NOON + STRAGGLERS_SECONDS / 2)
    too_early = ids(survivor)
    survivor.settle(NOON + STRAGGLERS_SECONDS)

    assert too_early == []
    assert [trace_id_of(trace)] == ids(survivor)


def test_settings_changed_by_several_at_once_lose_no_change(open_one: Open) -> None:
    stores = [open_one() for _ in range(3)]

    def one_more(before: bytes | None) -> bytes:
        return b"%d" % (int(before or 0) + 1)

    with ThreadPoolExecutor(6) as threads:
        changes = [
            threads.submit(store.change_setting, "counter", one_more)
            for store in stores * 20
        ]
        for change in changes:
            change.result()

    assert {store.setting("counter") for store in stores} == {b"60"}


def replaced(value: bytes, before: bytes | None) -> bytes:
    return value


def test_old_revisions_of_a_setting_may_be_merged_away(open_one: Open) -> None:
    one, other = open_one(), open_one()
    for number in b"01234":
        one.change_setting("groups", partial(replaced, bytes([number])))
    one._engine.command("OPTIMIZE TABLE settings FINAL")
    other.change_setting("groups", lambda before: (before or b"") + b" and on")

    assert one.setting("groups") == b"4 and on"


def desk(store: ClickHouseStore) -> SamplingDesk:
    return SamplingDesk(RuleBook(EVERYTHING, KeptRules(store)), SharedUsage(store))


RULE = SamplingRule("checkout", 1, 0.05, reservoir_size=10)


def test_a_reservoir_is_shared_by_the_clients_of_all_processes(open_one: Open) -> None:
    """Nothing is given out twice, whichever process each client asks."""
    desks = [desk(open_one()), desk(open_one())]
    desks[0].book.create(RULE, NOON)
    quotas: dict[str, int] = {}

    for second in range(0, 60, 10):
        for number, client in enumerate("abcd"):
            asked = desks[(number + second // 10) % 2]
            report = Report("checkout", client, NOON + second, 100, 0, 10)
            (target,) = asked.targets([report], None, NOON + second).known
            quotas[client] = target.quota or 0
            assert sum(quotas.values()) <= RULE.reservoir_size

    assert sum(quotas.values()) == RULE.reservoir_size
    assert min(quotas.values()) > 0


def test_a_rule_exists_for_all_processes_or_for_none(open_one: Open) -> None:
    one, other = desk(open_one()).book, desk(open_one()).book
    one.create(RULE, NOON)

    with pytest.raises(InvalidRequest, match="already exists"):
        other.create(RULE, NOON)
    assert [rule.name for rule in other.rules()] == ["checkout", "Default"]


def test_a_role_that_another_has_just_made_is_found(open_one: Open) -> None:
    """Though this one has asked for the roles a moment ago."""
    one, other = open_one(), open_one()
    one.write(a_trace())
    plan = plan_of(parse('user CONTAINS "li"'), ALWAYS, TimeRangeType.TRACE_ID)
    before = ids(one, plan)
    trace = a_trace(NOON + 1, user="alice")
    other.write(trace)
    other.settle(NOON + 60)

    assert before == []
    assert ids(one, plan) == [trace_id_of(trace)]


def a_report(at: float, requests: int) -> Report:
    return Report("checkout", "a" * 24, at, requests, borrowed=1, sampled=2)


def test_statistics_of_sampling_are_those_of_all_processes(open_one: Open) -> None:
    """Whichever process a client reported to; the windows are the same for all."""
    stores = [open_one(), open_one()]
    circles = [Circle(store, name) for store, name in zip(stores, "ab", strict=True)]
    one, other = (
        SamplingDesk(
            RuleBook(EVERYTHING, KeptRules(store)),
            SharedUsage(store),
            partial(statistics_of_others, circle, ManualClock(NOON)),
        )
        for store, circle in zip(stores, circles, strict=True)
    )
    one.book.create(RULE, NOON)
    one.targets([a_report(NOON, 5)], None, NOON)
    other.targets([a_report(NOON + 3, 7)], None, NOON + 3)
    other.targets([a_report(NOON + 10, 9)], None, NOON + 10)
    circles[0].tell([(REPORTED, one.own_statistics)])
    circles[1].tell([(REPORTED, other.own_statistics)])
    expected = [
        Statistic("checkout", NOON, requests=12, borrowed=2, sampled=4),
        Statistic("checkout", NOON + 10, requests=9, borrowed=1, sampled=2),
    ]

    assert expected == one.statistics() == other.statistics()
    one.targets([a_report(NOON + 11, 1)], None, NOON + 11)
    circles[0].tell([(REPORTED, one.own_statistics)])
    assert [each.requests for each in other.statistics()] == [12, 10]


def a_note(text: str, at: float = NOON) -> Note:
    return Note("words", text, at, text.encode())


def words(store: ClickHouseStore, since: float = NOON, most: int = 9) -> list[str]:
    told = store.told("words", besides="the reader", since=since, most=most)
    return [note.key for note in told]


def test_notes_outlive_their_process(open_one: Open) -> None:
    writer, reader = open_one(), open_one()
    writer.tell("the writer", [a_note("one"), a_note("two", NOON + 1)])
    writer.tell("the writer", [a_note("one", NOON + 2)])
    writer.tell("the reader", [a_note("own")])
    writer.close()

    assert words(reader) == ["one", "two"]
    assert words(reader, since=NOON + 1.5) == words(reader, most=1) == ["one"]


def test_notes_that_nobody_tells_again_are_forgotten(open_one: Open) -> None:
    """Nobody hears them, and their rows do not pile up."""
    store = open_one()
    old = datetime.now(UTC) - timedelta(seconds=NOTES_SECONDS + 60)
    store._engine.insert(
        "notes",
        NOTES | {"told_at": "DateTime64(6)"},
        [("words", "one that ended", "old", NOON, b"old", old)],
    )
    store.tell("one that lives", [a_note("new")])
    heard = words(store)
    store._engine.command("OPTIMIZE TABLE notes FINAL")

    left = [key for (key,) in store._engine.rows("SELECT key FROM notes")]

    assert heard == left == ["new"]


def test_rows_that_are_merged_change_no_answer(open_one: Open) -> None:
    """Older versions and the rows that hide them go; what is listed stays."""
    one = open_one()
    child, parent = moved_over_midnight()
    trace = a_trace()
    for document in (child, *trace, parent):
        one.write([document])
        one.settle(NOON + 60)
    before = ids(one), one.graph(ALWAYS)
    one._engine.command("OPTIMIZE TABLE summaries FINAL")

    assert before == (ids(one), one.graph(ALWAYS))
