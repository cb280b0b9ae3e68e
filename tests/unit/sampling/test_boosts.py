"""A boost lasts a minute at most, comes once a window, and follows the anomalies."""

from __future__ import annotations

from xray_local.model.sampling import BoostReport, RateBoost, SamplingRule
from xray_local.sampling.boosts import Boosts

from tests.segments import T

RULE = SamplingRule("checkout", 1, 0.05, 1, boost=RateBoost(0.5, cooldown_minutes=5))


def anomalies(share: float, seconds: float = 0.0) -> BoostReport:
    return BoostReport("checkout", "shop", T + seconds, 1000, int(1000 * share), 0)


def rate_at(boosts: Boosts, seconds: float, share: float | None = None) -> float | None:
    """The rate in force after a report of that share."""
    if share is not None:
        boosts.report(anomalies(share, seconds), T + seconds)
    boost = boosts.boost(RULE, T + seconds)
    return None if boost is None else boost.rate


def test_the_rate_grows_with_the_share_of_anomalies() -> None:
    assert rate_at(Boosts(), 0, 0.0) is None
    assert rate_at(Boosts(), 0, 0.1) == 0.095
    assert rate_at(Boosts(), 0, 1.0) == 0.5


def test_a_rule_without_a_higher_rate_is_never_boosted() -> None:
    for limits in (None, RateBoost(0.01, 1)):
        rule = SamplingRule("checkout", 1, 0.05, 1, boost=limits)
        boosts = Boosts()
        boosts.report(anomalies(1.0), T)

        assert boosts.boost(rule, T) is None


def test_a_boost_is_told_for_twenty_seconds_at_a_time() -> None:
    boosts = Boosts()
    boosts.report(anomalies(0.9), T)

    told = boosts.boost(RULE, T)

    assert told is not None
    assert told.expires_at == T + 20
    assert rate_at(boosts, 19) == told.rate
    assert rate_at(boosts, 20) is None


def test_it_lasts_a_minute_and_then_waits_for_the_next_window() -> None:
    boosts = Boosts()

    boosted = [
        seconds
        for seconds in range(0, 600, 10)
        if rate_at(boosts, seconds, 1.0) is not None
    ]

    assert boosted == [*range(0, 60, 10), *range(300, 360, 10)]
