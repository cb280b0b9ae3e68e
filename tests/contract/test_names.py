"""The names that a store has seen lately: what a person may want to ask for."""

from __future__ import annotations

import dataclasses
from itertools import chain
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from xray_local.clock import ManualClock
from xray_local.model.names import Names
from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.store.base import Store
from xray_local.store.lexicon import LOOKED_AT, MAX_VALUES
from xray_local.store.matching import is_visible
from xray_local.store.sqlite import SqliteStore

from tests.contract.conftest import PLENTY, OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.traces import NOON, a_segment, a_trace, a_trace_id, summaries_of


def words(names: Names) -> set[object]:
    """Everything that is named, told apart as annotations are: 1 is not True."""
    values = {
        (key, type(value), value)
        for key, of_key in names.annotations.items()
        for value in of_key
    }
    return {*names.services, *names.annotations, *values}


def words_of(summary: Summary) -> set[object]:
    return words(Names(summary.services, summary.annotations))


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=BATCHES)
def test_few_traces_have_all_their_names_there(
    open_store: OpenStore, batches: list[list[Received]]
) -> None:
    """Asked in between or at the end alone: the answer is brute force's."""
    for asked_before in (False, True):
        with open_store() as store:
            for batch in batches:
                store.write(batch)
                if asked_before:
                    store.names()

            found = words(store.names())

        summaries = summaries_of(chain.from_iterable(batches)).values()
        expected = [words_of(each) for each in summaries if is_visible(each)]
        assert found >= set().union(*expected)
        if not asked_before:
            assert found == set().union(*expected)


def test_what_was_seen_last_comes_first(store: Store) -> None:
    for second, name in enumerate(["first", "second", "third"]):
        start = NOON + second
        annotations = {"step": name, name: True}
        store.write(
            [a_segment(a_trace_id(start), start, name=name, annotations=annotations)]
        )

    names = store.names()

    named = [each.name for each in names.services if each.type is None]
    assert named == ["third", "second", "first"]
    assert names.annotations["step"] == ("third", "second", "first")
    assert [key for key in names.annotations if key != "step"] == named


def test_a_flood_of_values_takes_no_room_from_other_names(store: Store) -> None:
    store.write(a_trace(NOON, annotations={"customer": "Zoë"}))
    for number in range(MAX_VALUES * 2):
        start = NOON + 1 + number
        store.write(a_trace(start, annotations={"request": number, "long": "x" * 999}))

    annotations = dataclasses.asdict(store.names())["annotations"]

    newest = MAX_VALUES * 2 - 1
    assert annotations["customer"] == ("Zoë",)
    assert annotations["request"] == (*range(newest, newest - MAX_VALUES, -1),)
    assert annotations["long"] == ()


def test_a_store_that_is_opened_again_remembers_the_newest(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    first = SqliteStore(tmp_path, PLENTY, clock)
    old, *new = (
        [a_segment(a_trace_id(start), start, annotations={"n": int(start - NOON)})]
        for start in (NOON + second for second in range(LOOKED_AT + 1))
    )
    first.write(old)
    first.write([*chain.from_iterable(new)])
    first.close()

    again = SqliteStore(tmp_path, PLENTY, clock)
    values = again.names().annotations["n"]
    again.close()

    assert values == (*range(LOOKED_AT, LOOKED_AT - MAX_VALUES, -1),)
