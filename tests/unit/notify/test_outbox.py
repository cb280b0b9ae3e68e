"""Events reach an address that takes them, and none is lost without being counted."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from xray_local.notify import outbox as module
from xray_local.notify.outbox import MOST_WAITING, Outbox

from tests.hook import Taken, a_hook
from tests.processes import eventually


class Address:
    """Takes events, refuses the first few, or holds everybody up."""

    def __init__(self, refusals: int = 0) -> None:
        self.taken: list[bytes] = []
        self.attempts = 0
        self.refusals = refusals
        self.open = threading.Event()
        self.open.set()

    def post(self, url: str, body: bytes, timeout: float) -> None:
        self.attempts += 1
        self.open.wait(10)
        if self.attempts <= self.refusals:
            raise OSError("refused")
        self.taken.append(body)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITS", (0.0, 0.0))


def an_outbox(address: Address) -> tuple[Outbox, Counter[str]]:
    counts: Counter[str] = Counter()
    outbox = Outbox(
        "http://somewhere/", lambda fate: counts.update([fate]), address.post
    )
    return outbox, counts


def test_events_are_sent_in_order() -> None:
    address = Address()
    outbox, counts = an_outbox(address)
    outbox.start()
    outbox.put(b"1")
    outbox.put(b"2")
    outbox.stop()

    assert address.taken == [b"1", b"2"]
    assert counts == {"Sent": 2}


def test_a_refused_event_is_tried_three_times() -> None:
    address = Address(refusals=2)
    outbox, counts = an_outbox(address)
    outbox.start()
    outbox.put(b"1")
    eventually(lambda: counts)
    outbox.stop()

    assert (address.attempts, address.taken, counts) == (3, [b"1"], {"Sent": 1})


def test_what_nobody_takes_is_counted_and_the_next_one_is_tried() -> None:
    address = Address(refusals=3)
    outbox, counts = an_outbox(address)
    outbox.start()
    outbox.put(b"1")
    outbox.put(b"2")
    eventually(lambda: len(counts) == 2)
    outbox.stop()

    assert address.taken == [b"2"]
    assert counts == {"Failed": 1, "Sent": 1}


def test_of_too_many_the_oldest_give_way() -> None:
    address = Address()
    address.open.clear()
    outbox, counts = an_outbox(address)
    outbox.start()
    outbox.put(b"in hand")
    eventually(lambda: address.attempts)
    for number in range(MOST_WAITING + 3):
        outbox.put(b"%d" % number)
    address.open.set()
    outbox.stop()

    assert address.taken == [
        b"in hand",
        *(b"%d" % number for number in range(3, MOST_WAITING + 3)),
    ]
    assert counts == {"Dropped": 3, "Sent": MOST_WAITING + 1}


def test_the_end_of_the_process_does_not_wait_for_an_address_that_is_gone() -> None:
    """One attempt, and the rest is given up."""
    address = Address(refusals=1_000)
    outbox, counts = an_outbox(address)
    for number in range(10):
        outbox.put(b"%d" % number)
    outbox._stopping.set()  # before the thread has looked
    outbox.start()
    outbox.stop()

    assert (address.attempts, counts) == (1, {"Failed": 1, "Dropped": 9})


@pytest.mark.parametrize(
    ("status", "fate", "attempts"),
    [(200, "Sent", 1), (204, "Sent", 1), (302, "Failed", 3), (500, "Failed", 3)],
)
def test_by_http_only_success_counts(status: int, fate: str, attempts: int) -> None:
    """A redirect is a refusal: whoever follows it would lose the body."""
    taken: list[Taken] = []
    counts: Counter[str] = Counter()
    with a_hook(taken, status) as url:
        outbox = Outbox(url, lambda each: counts.update([each]))
        outbox.start()
        outbox.put(b'{"a": 1}')
        eventually(lambda: counts)
        outbox.stop()

    assert counts == {fate: 1}
    assert taken == [("application/json", b'{"a": 1}')] * attempts


def test_an_address_where_nobody_listens_is_a_failure() -> None:
    counts: Counter[str] = Counter()
    with a_hook([]) as url:
        gone = url
    outbox = Outbox(gone, lambda each: counts.update([each]))
    outbox.start()
    outbox.put(b"{}")
    eventually(lambda: counts)
    outbox.stop()

    assert counts == {"Failed": 1}
