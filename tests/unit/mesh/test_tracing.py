"""Segments on their way to the daemon."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from mesh import tracing
from mesh.tracing import Emitter


class Finished:
    """A segment that has ended."""

    def serialize(self) -> str:
        return "{}"


@pytest.fixture
def daemon() -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        yield receiver


def test_the_first_segments_wait_for_the_daemons_address(
    daemon: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests that end while it is looked up lose nothing: a node would be missing."""
    port = daemon.getsockname()[1]
    asked, may_answer = threading.Event(), threading.Event()

    def slow_dns(*_: object) -> list[object]:
        asked.set()
        may_answer.wait(5)
        return [(socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", slow_dns)
    emitter = Emitter(f"daemon-of-the-lab:{port}")
    with closing(emitter._socket), ThreadPoolExecutor(3) as requests:
        sent = [requests.submit(emitter.send_entity, Finished())]
        asked.wait(5)
        sent += [requests.submit(emitter.send_entity, Finished()) for _ in range(2)]
        # Only now, so that a wait that is none has lost them by then.
        threading.Timer(0.2, may_answer.set).start()
        for each in sent:
            each.result(10)

    assert (emitter.sent, emitter.lost) == (3, 0)
    assert [daemon.recv(100).endswith(b"{}") for _ in range(3)] == [True] * 3


def test_without_dns_a_segment_is_lost_counted_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One look-up for all segments of ten seconds."""
    look_ups = 0

    def no_dns(*_: object) -> list[object]:
        nonlocal look_ups
        look_ups += 1
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", no_dns)
    monkeypatch.setattr(tracing, "LOOK_UP_EVERY_S", 1e6)
    emitter = Emitter("nowhere.invalid:2000")
    with closing(emitter._socket):
        for _ in range(3):
            emitter.send_entity(Finished())

    assert (emitter.sent, emitter.lost, look_ups) == (0, 3, 1)
