"""Histograms: exact when kept, small when read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.graph.histogram import Bin, bins, put, put_all, take, take_all

milliseconds = st.integers(min_value=0, max_value=10**7)
histograms = st.dictionaries(milliseconds, st.integers(1, 1000), max_size=300)


def test_few_times_are_each_a_bin_in_seconds() -> None:
    assert bins({1250: 2, 4: 1}) == [Bin(0.004, 1), Bin(1.25, 2)]


def test_one_slow_request_among_many_keeps_its_own_bin() -> None:
    """A handler that hangs must stay visible beside thousands that do not."""
    histogram = dict.fromkeys(range(1, 400), 10) | {30_000: 1}

    assert bins(histogram, most=20)[-1] == Bin(30.0, 1)


@given(histograms, st.integers(min_value=1, max_value=100))
def test_bins_are_never_too_many_and_lose_nothing(
    histogram: dict[int, int], most: int
) -> None:
    """Counts stay exact; values rise and keep the sum of all times."""
    reduced = bins(histogram, most)
    values = [each.seconds for each in reduced]

    assert len(reduced) <= most
    assert sum(each.count for each in reduced) == sum(histogram.values())
    assert values == sorted(values)
    assert sum(each.seconds * each.count for each in reduced) == pytest.approx(
        sum(ms * count for ms, count in histogram.items()) / 1000, abs=0.1
    )


@given(histograms, histograms)
def test_what_was_added_can_be_taken_out(
    one: dict[int, int], other: dict[int, int]
) -> None:
    total = dict(one)
    put_all(total, other)
    take_all(total, other)

    assert total == one


@given(st.lists(st.floats(min_value=0, max_value=1000)))
def test_single_times_can_be_taken_out_in_any_order(times: list[float]) -> None:
    histogram: dict[int, int] = {}
    for seconds in times:
        put(histogram, seconds)
    for seconds in reversed(times):
        take(histogram, seconds)

    assert histogram == {}
