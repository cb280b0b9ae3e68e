"""Whatever the store: what it says that a list reads is what the list has to read."""

from __future__ import annotations

from xray_local.operations.explain import explain
from xray_local.store.base import Explaining, Store

from tests.contract.test_filters import backend
from tests.contract.traces import NOON, a_trace


def test_a_store_with_an_index_opens_what_may_match(store: Store) -> None:
    """One trace of five has a fault; a store that cannot say how it reads opens all."""
    for minute in range(5):
        store.write(a_trace(NOON + 60 * minute, fault=minute == 2))
    said = explain(backend(store), "fault")

    assert said.traces == 5
    assert said.opened == (1 if isinstance(store, Explaining) else 5)
    assert said.opened <= said.visited <= 5


def test_texts_in_part_and_not_are_known_without_opening(store: Store) -> None:
    """Of a service that three traces of four have, and a user that the fourth has."""
    for minute in range(4):
        name, user = ("cart", "alice") if minute == 1 else ("shop", "bob")
        store.write(a_trace(NOON + 60 * minute, name=name, user=user))
    opened = {
        text: explain(backend(store), text).opened
        for text in ('!service("shop")', 'user CONTAINS "lic"', '!user = "bob"')
    }

    expected = 1 if isinstance(store, Explaining) else 4
    assert {*opened.values()} == {expected}, opened


def test_nothing_is_opened_of_an_empty_store(store: Store) -> None:
    said = explain(backend(store), 'service("frontend") { fault }')

    assert (said.traces, said.visited, said.opened) == (0, 0, 0)
