"""Accounts of several processes: their sum is as exact as each of them."""

from __future__ import annotations

import pytest
from xray_local.ingest.accounts import Account, together
from xray_local.ingest.counters import Counters, Counts


def counts(udp: int, http: int, stored: int, held: int) -> Counts:
    """What is neither stored nor held is half dropped, half rejected."""
    counters = Counters()
    counters.received_udp(udp)
    counters.received_http(http)
    counters.stored(stored)
    lost = udp + http - stored - held
    counters.dropped("QueueFull", lost // 2)
    counters.rejected(["ParseError"] * (lost - lost // 2))
    counters.refused("ThrottledException")
    return counters.snapshot(held)


SOME = [counts(10, 3, 8, 1), counts(0, 0, 0, 0), counts(7, 70, 60, 4)]


@pytest.mark.parametrize("number", range(len(SOME) + 1))
def test_the_identity_holds_for_any_number_of_processes(number: int) -> None:
    accounts = [Account("any", 0, 1, each) for each in SOME[:number]]

    total = together(accounts)

    assert total.unaccounted == 0
    assert total.received == sum(each.received for each in SOME[:number])
    assert total.refused_requests.get("ThrottledException", 0) == number


def test_what_does_not_add_up_in_one_process_shows_in_the_sum() -> None:
    wrong = Counts(received_udp=3, received_http=0, stored=1, pending=0)

    total = together([Account("any", 0, 1, each) for each in (*SOME, wrong)])

    assert total.unaccounted == 2
    assert total.rejected == {"ParseError": 2 + 7}
    assert total.dropped == {"QueueFull": 2 + 6}
