"""A rule's reservoir is shared among its clients, and never given out twice."""

from __future__ import annotations

import pytest
from xray_local.model.sampling import Report
from xray_local.sampling.rules import AS_AWS, EVERYTHING, default_rule
from xray_local.sampling.targets import LEASE_SECONDS, SamplingDesk

from tests.segments import T


def a_report(client: str, rule: str = "Default") -> Report:
    return Report(rule, client, T, requests=10, sampled=1, borrowed=0)


def test_the_first_answer_has_a_rate_and_no_quota_yet() -> None:
    [target] = SamplingDesk([EVERYTHING]).targets([a_report("a")], T).known

    assert target.rule.fixed_rate == 1.0
    assert (target.quota, target.quota_expires_at, target.interval) == (None,) * 3


def test_ten_seconds_later_a_single_client_has_the_whole_reservoir() -> None:
    desk = SamplingDesk([AS_AWS])
    desk.targets([a_report("a")], T)

    [target] = desk.targets([a_report("a")], T + 10).known

    assert (target.quota, target.interval) == (1, 10)
    assert target.quota_expires_at == T + 10 + LEASE_SECONDS


@pytest.mark.parametrize("reservoir", [0, 1, 5, 7, 100])
def test_the_shares_of_all_clients_add_up_to_the_reservoir(reservoir: int) -> None:
    desk = SamplingDesk([default_rule(fixed_rate=0.05, reservoir_size=reservoir)])
    clients = ["a", "b", "c"]
    for client in clients:
        desk.targets([a_report(client)], T)

    shares = [
        desk.targets([a_report(client)], T + 10).known[0].quota for client in clients
    ]

    assert reservoir == sum(share or 0 for share in shares)


def test_the_share_of_a_client_that_went_away_returns() -> None:
    desk = SamplingDesk([default_rule(fixed_rate=0, reservoir_size=10)])
    desk.targets([a_report("gone"), a_report("stays")], T)
    for at in range(10, LEASE_SECONDS + 10, 10):
        [target] = desk.targets([a_report("stays")], T + at).known

    assert target.quota == 10


def test_an_unknown_rule_does_not_spoil_the_answer() -> None:
    targets = SamplingDesk([EVERYTHING]).targets(
        [a_report("a", "invented"), a_report("a")], T
    )

    assert targets.unknown_rules == ("invented",)
    assert len(targets.known) == 1
