"""Datagrams reach the queue whole, in order, with their sender."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence

import pytest
from xray_local.clock import ManualClock
from xray_local.ingest import udp
from xray_local.ingest.collector import Datagram
from xray_local.ingest.counters import Counters

from tests.segments import T


@pytest.fixture(params=["recvmmsg", "recvfrom"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of reading: many at once, and one by one."""
    if request.param == "recvfrom":
        monkeypatch.setattr(udp, "many_reader", lambda _: None)
    return str(request.param)


def sent_and_taken(
    send: Callable[[socket.socket, tuple[str, int]], object],
) -> list[Datagram]:
    taken: list[Datagram] = []

    def take(datagrams: Sequence[Datagram]) -> None:
        taken.extend(datagrams)

    receiver = udp.bound_socket("127.0.0.1", 0)
    address = receiver.getsockname()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        send(sender, address)
    reading = udp.UdpReceiver(receiver, take, Counters(), ManualClock(T))
    reading.start()
    reading.stop()
    return taken


@pytest.mark.usefixtures("reader")
def test_what_the_kernel_holds_at_the_stop_is_still_read() -> None:
    contents = [f"datagram {number}".encode() for number in range(300)]

    taken = sent_and_taken(
        lambda sender, address: [sender.sendto(each, address) for each in contents]
    )

    assert contents == [datagram.content for datagram in taken]
    assert {T} == {datagram.received_at for datagram in taken}


@pytest.mark.usefixtures("reader")
def test_the_largest_and_the_empty_datagram_arrive() -> None:
    largest = b"x" * 65_507

    def send(sender: socket.socket, address: tuple[str, int]) -> None:
        sender.sendto(largest, address)
        sender.sendto(b"", address)

    assert [largest, b""] == [datagram.content for datagram in sent_and_taken(send)]


@pytest.mark.usefixtures("reader")
def test_a_datagram_names_its_sender() -> None:
    senders: list[str] = []

    def send(sender: socket.socket, address: tuple[str, int]) -> None:
        sender.sendto(b"hello", address)
        senders.append(f"127.0.0.1:{sender.getsockname()[1]}")

    assert senders == [datagram.sender for datagram in sent_and_taken(send)]


def test_the_kernels_own_drops_are_counted() -> None:
    """A tiny buffer that nobody reads overflows; the kernel says by how many."""
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    receiver.bind(("127.0.0.1", 0))
    with receiver, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(100):
            sender.sendto(b"x" * 1_000, receiver.getsockname())
        held = 0
        receiver.setblocking(False)
        try:
            while receiver.recv(2_000):
                held += 1
        except BlockingIOError:
            pass

        assert 100 - held == udp.kernel_drops(receiver)


@pytest.mark.parametrize(
    ("buffer", "pause"), [(425_984, 0.0046), (64 * 1024 * 1024, 0.02)]
)
def test_the_pause_is_as_long_as_the_kernels_buffer_allows(
    buffer: int, pause: float
) -> None:
    """The kernel's usual bound, and what root is granted."""
    assert udp.gather_seconds(buffer) == pytest.approx(pause, rel=0.01)
