"""What only a store on disk promises: it outlives its process, however that ends."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from xray_local.clock import ManualClock
from xray_local.errors import ConfigError, StoreDamaged
from xray_local.graph.graph import graph_of
from xray_local.query.plan import Plan
from xray_local.store.base import Limits
from xray_local.store.schema import VERSION, claim
from xray_local.store.sqlite import SqliteStore

from tests.contract.conftest import PLENTY
from tests.contract.traces import (
    ALWAYS,
    NOON,
    a_segment,
    a_trace,
    random_text,
    summaries_of,
    trace_id_of,
)

ROOT = Path(__file__).parents[2]


def opened(
    directory: Path, limits: Limits = PLENTY, now: float = NOON
) -> closing[SqliteStore]:
    return closing(SqliteStore(directory, limits, ManualClock(now)))


def test_a_store_opens_as_it_was_closed(tmp_path: Path) -> None:
    """Documents, summaries, graph and counts; and its traces go on growing."""
    child, root = a_trace()
    other = a_trace(NOON + 1)
    with opened(tmp_path) as store:
        store.write([child, *other])
        store.graph(ALWAYS)
    with opened(tmp_path) as store:
        store.write([root])
        expected = summaries_of([child, root, *other])

        assert [child, root] == list(store.documents(trace_id_of([child])))
        assert list(reversed(expected.values())) == sorted(
            store.summaries(Plan(ALWAYS)), key=lambda each: each.start, reverse=True
        )
        assert graph_of(expected.values()) == store.graph(ALWAYS)
        assert store.contents().documents == 4


def test_killing_the_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Three times kill -9 in the middle of writes; the derived tables are right too."""
    acknowledged: list[str] = []
    for _ in range(3):
        acknowledged += write_until_killed(tmp_path, traces=100)
    with opened(tmp_path) as store:
        summaries = {each.trace_id: each for each in store.summaries(Plan(ALWAYS))}
        documents = [doc for trace_id in summaries for doc in store.documents(trace_id)]

        assert set(acknowledged) <= set(summaries)
        assert all(summaries[trace_id].revision == 2 for trace_id in acknowledged)
        assert summaries_of(documents) == summaries
        assert graph_of(summaries.values()) == store.graph(ALWAYS)
        assert len(documents) == store.contents().documents
        assert len(summaries) == store.contents().traces


def write_until_killed(
    directory: Path, traces: int, engine: str = "sqlite"
) -> list[str]:
    """The ids that another process acknowledged before it was killed."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.contract.endless_writer", directory, engine],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _ in range(traces)]
        writer.kill()
        acknowledged += writer.stdout.readlines()
    return [line.strip() for line in acknowledged if line.endswith("\n")]


def test_killing_a_writer_loses_nothing_when_all_older_traces_were_removed(
    tmp_path: Path,
) -> None:
    """Its documents come after the removed ones, though no row of those is left."""
    limits = Limits(max_age=60, max_bytes=1 << 40)
    with opened(tmp_path / "first", limits) as store:
        store.write([*a_trace(), *a_trace()])
        store.prune(NOON + 100)
    fresh = a_trace(NOON + 100)
    with opened(tmp_path / "first", limits) as store:
        store.write(fresh)
        shutil.copytree(tmp_path / "first", tmp_path / "as it was when killed")
    with opened(tmp_path / "as it was when killed", limits) as store:
        assert [*summaries_of(fresh).values()] == [*store.summaries(Plan(ALWAYS))]


def test_a_directory_has_one_writer(tmp_path: Path) -> None:
    """A second process would count what the first one counts."""
    with opened(tmp_path), pytest.raises(ConfigError, match="in use by another"):
        opened(tmp_path)
    with opened(tmp_path) as again:
        assert again.contents().traces == 0


def test_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """The error says what to do instead of guessing at unknown tables."""
    with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "traces.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(
        ConfigError, match=rf"schema version 99, .* knows up to {VERSION}:"
    ):
        opened(tmp_path)


def test_another_kind_of_file_is_left_alone(tmp_path: Path) -> None:
    """Whatever it is, it is not ours to overwrite."""
    (tmp_path / "traces.sqlite3").write_text("my diary, " * 1000)

    with pytest.raises(ConfigError, match="cannot be used as a store"):
        opened(tmp_path)


@pytest.mark.parametrize("name", ["roles", "figures", "unsettled documents"])
def test_a_damaged_file_is_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    """Its header may be sound: it is what an opening reads that counts."""
    with opened(tmp_path) as store:
        store.write(a_trace())
        store.settle(NOON + 60)
    damage = {
        "roles": "UPDATE OR IGNORE words SET value = x'c1' WHERE field = ''",
        "figures": "DROP TABLE figures",
        "unsettled documents": "UPDATE figures SET unsettled_from = 1;"
        "UPDATE documents SET documents = x'00'",
    }[name]
    with closing(sqlite3.connect(tmp_path / "traces.sqlite3")) as connection:
        connection.executescript(damage)

    for _ in range(2):  # nor does the attempt keep the folder for itself
        with pytest.raises(ConfigError, match=r"as a store: .* Move its folder away"):
            opened(tmp_path)


def test_pages_overwritten_behind_the_header_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "traces.sqlite3"
    with opened(tmp_path) as store:
        for second in range(200):
            store.write(a_trace(NOON + second, user=f"user {second}"))
        store.settle(NOON + 300)
    content = bytearray(file.read_bytes())
    for start in range(8 * 4096, len(content), 4096):
        content[start : start + 4096] = b"\xa5" * 4096
    file.write_bytes(content)

    with pytest.raises(ConfigError, match=r"disk image is malformed\. Move"):
        opened(tmp_path)


@pytest.mark.parametrize("name", ["traces.sqlite3", "writer.lock"])
def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    """Before documents are taken that could not be stored."""
    with opened(tmp_path):
        pass
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()  # what not even root can write to

    with pytest.raises(ConfigError, match=rf"{name} cannot be used as a store: "):
        opened(tmp_path)


def test_a_store_that_is_damaged_while_it_runs_is_still_closed(tmp_path: Path) -> None:
    """What could not be derived is said; the folder is free for the next process."""
    store = SqliteStore(tmp_path, PLENTY, ManualClock(NOON))
    store.write(a_trace())
    with closing(sqlite3.connect(tmp_path / "traces.sqlite3")) as connection:
        connection.execute("DROP TABLE summaries")

    with pytest.raises(sqlite3.DatabaseError):
        store.close()

    with closing(claim(tmp_path)) as claimed:
        assert claimed.in_transaction


@pytest.mark.parametrize("name", ["contents", "documents", "summaries", "change"])
def test_a_store_that_is_damaged_while_it_runs_says_so(
    tmp_path: Path, name: str
) -> None:
    """Whoever asks, by whichever connection, is told what to do about it."""
    asked: dict[str, Callable[[SqliteStore], object]] = {
        "contents": SqliteStore.contents,
        "documents": lambda store: store.documents(trace_id_of(a_trace())),
        "summaries": lambda store: list(store.summaries(Plan(ALWAYS))),
        "change": lambda store: store.change_setting("groups", lambda _: b""),
    }
    with opened(tmp_path) as store:
        store.write(a_trace())
        store.contents()
        with closing(sqlite3.connect(tmp_path / "traces.sqlite3")) as connection:
            connection.executescript(
                "DROP TABLE figures; DROP TABLE documents; DROP TABLE traces;"
                "DROP TABLE settings"
            )

        with pytest.raises(
            StoreDamaged, match=r"traces\.sqlite3 cannot be read: .* move .* away"
        ):
            asked[name](store)


def test_the_file_stays_within_its_bound(tmp_path: Path) -> None:
    """Ten times the bound flows through; then age gives the space back."""
    limits = Limits(max_age=3600, max_bytes=1_000_000)
    filling = random_text(20_000)
    with opened(tmp_path, limits) as store:
        for second in range(0, 1000, 20):
            for start in range(second, second + 20):
                text = {"default": {"text": next(filling)}}
                store.write(a_trace(NOON + start, metadata=text))
            store.prune(NOON + second)
        size_when_full = (tmp_path / "traces.sqlite3").stat().st_size
        full = store.contents()
        store.prune(NOON + 10_000)

    assert full.bytes <= limits.max_bytes < full.pruned * 10_000
    assert size_when_full < 2 * limits.max_bytes
    assert (tmp_path / "traces.sqlite3").stat().st_size < size_when_full / 2


def test_retention_lets_writers_through(tmp_path: Path) -> None:
    """And spares what they update meanwhile: no fresh document goes with an old trace."""
    limits = Limits(max_age=60, max_bytes=1 << 40)
    old = [a_trace() for _ in range(2000)]
    late = [
        a_segment(trace_id_of(trace), NOON + 3600, name="late")
        for trace in reversed(old)
    ]
    with opened(tmp_path, limits) as store:
        store.write([document for trace in old for document in trace])
        pruning = threading.Thread(target=store.prune, args=(NOON + 3600,))
        store.settle(NOON + 1)
        pruning.start()
        written = 0
        while pruning.is_alive():
            store.write([late[written]])
            written += 1
        pruning.join()
        kept = {each.trace_id for each in store.summaries(Plan(ALWAYS))}

        assert written >= 8
        assert {each.segment.trace_id for each in late[:written]} == kept
