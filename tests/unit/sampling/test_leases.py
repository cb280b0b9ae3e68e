"""A rule's reservoir is shared among its clients, and never given out twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.sampling.leases import INTERVAL_SECONDS, LEASE_SECONDS, Leases
from xray_local.sampling.shares import shares

from tests.segments import T


@given(
    st.integers(0, 2**31),
    st.dictionaries(st.text(max_size=3), st.integers(0, 2**40), min_size=1),
)
def test_shares_are_the_whole_reservoir(size: int, demand: dict[str, int]) -> None:
    assert size == sum(shares(size, demand).values())


@given(
    st.integers(1, 1000),
    st.dictionaries(st.text(max_size=3), st.integers(0, 1000), min_size=2),
)
def test_who_wants_more_has_no_less(size: int, demand: dict[str, int]) -> None:
    split = shares(size, demand)

    by_demand = sorted(demand, key=lambda client: demand[client])
    assert all(
        split[calm] <= split[busy] + (demand[calm] == demand[busy])
        for calm, busy in pairwise(by_demand)
    )


@given(
    st.integers(0, 50),
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"), st.integers(0, 10_000), st.floats(0.0, 200.0)
        ),
        max_size=80,
    ),
)
def test_clients_together_never_have_more_than_the_reservoir(
    size: int, reports: list[tuple[str, int, float]]
) -> None:
    """Whoever comes, goes, and whenever: no lease is given out before it has ended."""
    leases = Leases()
    held: dict[str, tuple[int, float]] = {}
    now = T
    for client, requests, pause in reports:
        now += pause
        quota = leases.report(client, requests, size, now)
        if quota is not None:
            held[client] = (quota, now + LEASE_SECONDS)

        assert size >= sum(quota for quota, until in held.values() if now < until)


def test_the_first_report_is_answered_without_a_quota() -> None:
    leases = Leases()

    assert leases.report("a", 10, 5, T) is None
    assert leases.report("a", 10, 5, T + INTERVAL_SECONDS - 1) is None
    assert leases.report("a", 10, 5, T + INTERVAL_SECONDS) == 5


@pytest.mark.parametrize("reservoir", [0, 1, 5, 7, 100])
def test_the_shares_of_all_clients_add_up_to_the_reservoir(reservoir: int) -> None:
    leases = Leases()
    for client in "abc":
        leases.report(client, 10, reservoir, T)

    given_out = [leases.report(each, 10, reservoir, T + 10) or 0 for each in "abc"]

    assert reservoir == sum(given_out)
    assert max(given_out) - min(given_out) <= 1


def test_a_newcomer_takes_over_its_part_within_two_reports() -> None:
    leases = Leases()
    for seconds in (0, 10, 20):
        alone = leases.report("old", 100, 10, T + seconds)
    leases.report("new", 100, 10, T + 21)
    shared = leases.report("old", 100, 10, T + 30)
    taken = leases.report("new", 100, 10, T + 31)

    assert (alone, shared, taken) == (10, 5, 5)


def test_most_goes_to_where_the_requests_are() -> None:
    leases = Leases()
    for seconds in (0, 10):
        busy = leases.report("busy", 900, 20, T + seconds)
        calm = leases.report("calm", 100, 20, T + seconds + 1)
    assert busy is not None
    calm = leases.report("calm", 100, 20, T + 12)

    assert busy > 10
    assert calm == 20 - busy


def test_the_share_of_a_client_that_went_away_returns() -> None:
    leases = Leases()
    for seconds in (0, 10):
        leases.report("gone", 10, 10, T + seconds)
        leases.report("stays", 10, 10, T + seconds)

    shares_over_time = [
        leases.report("stays", 10, 10, T + seconds)
        for seconds in range(20, LEASE_SECONDS + 30, 10)
    ]

    assert (shares_over_time[0], shares_over_time[-1]) == (5, 10)
