"""What rules would have kept: the reservoir first, then the rate, always the same."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.model.sampling import SamplingRule
from xray_local.sampling.matching import Root
from xray_local.sampling.rules import default_rule
from xray_local.sampling.what_if import simulate

from tests.segments import T


def a_request(second: float = 0.0, path: str = "/") -> Root:
    return Root(
        trace_id=f"1-{int(T):08x}-{secrets.token_hex(12)}",
        start=T + second,
        service_name="gateway",
        service_type=None,
        host=None,
        http_method="GET",
        url_path=path,
        resource_arn=None,
    )


def default(rate: float, reservoir: int) -> SamplingRule:
    return default_rule(fixed_rate=rate, reservoir_size=reservoir)


def test_the_reservoir_keeps_the_first_requests_of_each_second() -> None:
    first, second, third = (a_request(offset) for offset in (0.1, 0.2, 0.3))
    later = a_request(1.0)

    found = simulate([default(0.0, 2)], [third, later, second, first])

    assert found.kept == {first.trace_id, second.trace_id, later.trace_id}
    [share] = found.shares
    assert (share.matched, share.by_reservoir, share.by_rate) == (4, 3, 0)
    assert share.expected == 3


def test_of_the_others_the_rate_keeps_its_share() -> None:
    requests = [a_request() for _ in range(2_000)]

    [share] = simulate([default(0.25, 100)], requests).shares

    assert share.by_reservoir == 100
    assert share.expected == pytest.approx(100 + 0.25 * 1_900)
    assert 0.2 * 1_900 < share.by_rate < 0.3 * 1_900


def test_each_rule_has_a_reservoir_of_its_own() -> None:
    carts = SamplingRule("carts", 1, 0.0, 1, url_path="/cart")
    requests = [a_request(0.1, "/cart"), a_request(0.2, "/cart"), a_request(0.3)]

    found = simulate([default(0.0, 1), carts], requests)

    assert [share.rule.name for share in found.shares] == ["carts", "Default"]
    assert [share.kept for share in found.shares] == [1, 1]


@given(st.integers(0, 40), st.floats(0, 1), st.integers(0, 5))
def test_the_same_question_has_the_same_answer_in_any_order(
    number: int, rate: float, reservoir: int
) -> None:
    requests = [a_request(index % 3 / 2) for index in range(number)]
    rule = default(rate, reservoir)

    found = simulate([rule], requests)

    assert found.kept == simulate([rule], reversed(requests)).kept
    assert sum(share.kept for share in found.shares) == len(found.kept)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_rate_keeps_what_a_lower_one_keeps(one: float, other: float) -> None:
    requests = [a_request() for _ in range(30)]
    low, high = sorted((one, other))

    kept = simulate([default(low, 0)], requests).kept

    assert kept <= simulate([default(high, 0)], requests).kept


def test_everything_and_nothing() -> None:
    requests = [a_request() for _ in range(50)]

    assert len(simulate([default(1.0, 0)], requests).kept) == 50
    assert simulate([default(0.0, 0)], requests).kept == set()
