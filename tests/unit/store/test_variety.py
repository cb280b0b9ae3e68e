"""What is ever new is let loose, and what is remembered of it is bounded."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from xray_local.model.role import ANNOTATIONS
from xray_local.store import variety
from xray_local.store.roles import TEXTS, Text
from xray_local.store.variety import NO_FIELD_LOOSE, Loose, Variety

MOST = 3
EVERYTHING = frozenset(TEXTS)


def loose(learned: Variety) -> Loose:
    services, others = learned.known()
    return NO_FIELD_LOOSE._replace(services=services, other_services=others)


def learned(*roles: list[Text]) -> Variety:
    found = Variety(TEXTS, MOST)
    for texts in roles:
        found.learn("orders", texts)
    return found


@pytest.mark.parametrize(("values", "is_loose"), [(MOST, False), (MOST + 1, True)])
def test_a_field_with_too_many_values_is_let_loose(values: int, is_loose: bool) -> None:
    """Of its own service only, and no other field."""
    roles: list[list[Text]] = [
        [("user", f"u{number}"), ("http.url", "/")] for number in range(values)
    ]
    found = loose(learned(*roles))

    assert (frozenset({"user"}) if is_loose else frozenset()) == found.of_service(
        "orders"
    )
    assert frozenset() == found.of_service("another")


def test_a_text_that_is_long_never_comes_twice() -> None:
    assert {"http.url"} == loose(learned([("http.url", "x" * 300)])).of_service(
        "orders"
    )


def test_a_service_with_too_many_keys_lets_all_annotations_go() -> None:
    keys = [(f"annotation.k{n}", 1) for n in range(variety.MOST_FIELDS + 1)]

    assert ANNOTATIONS in loose(learned([*keys])).of_service("orders")


def test_a_service_with_too_many_roles_lets_everything_go() -> None:
    """Few values each, in ever new combinations."""
    roles: list[list[Text]] = [[] for _ in range(MOST * variety.ROLES_PER_VALUE + 1)]

    assert loose(learned(*roles)).of_service("orders") == EVERYTHING


def test_where_there_are_too_many_services_new_ones_are_loose_at_once() -> None:
    """Those that are known stay as they are."""
    with patch.object(variety, "MOST_SERVICES", 1):
        found = learned([("user", "alice")])
        found.learn("another", [("user", "bob")])

        assert frozenset() == loose(found).of_service("orders")
        assert loose(found).of_service("another") == EVERYTHING


def test_what_was_loose_before_is_loose_again() -> None:
    """A role says what it leaves out."""
    found = Variety(TEXTS, MOST)
    found.remember("orders", ["user", "annotation.order"])

    assert {"user", "annotation.order"} == loose(found).of_service("orders")
