"""The order of traces in a ranking."""

from __future__ import annotations

import pytest
from xray_local.operations.ranking import Order

from tests.unit.query.summaries import FAULT, a_request, a_root, a_summary

SLOW = a_summary(a_root(2.0), http=a_request())
QUICK = a_summary(a_root(0.1, FAULT), http=a_request(500))
ALSO_QUICK = a_summary(a_root(0.1), http=a_request())
OPEN = a_summary(a_root(None))
NEWEST_FIRST = [OPEN, QUICK, SLOW, ALSO_QUICK]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order("responsetime"), [SLOW, QUICK, ALSO_QUICK, OPEN]),
        (Order("responsetime", descending=False), [QUICK, ALSO_QUICK, SLOW, OPEN]),
        (Order("http.status"), [QUICK, SLOW, ALSO_QUICK, OPEN]),
        (Order("outcome"), [QUICK, OPEN, SLOW, ALSO_QUICK]),
    ],
)
def test_equals_stay_newest_first_and_the_unknown_come_last(
    order: Order, expected: list[object]
) -> None:
    assert order.first(NEWEST_FIRST, 9) == expected


def test_of_many_the_first_are_kept() -> None:
    assert Order("duration").first(NEWEST_FIRST, 1) == [SLOW]
    assert Order("http.status").first([OPEN, OPEN], 1) == [OPEN]
