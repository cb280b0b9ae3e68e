"""Receives datagrams on a thread of its own.

On Linux many datagrams are taken with one `recvmmsg`: a receive call for each would give
the interpreter's lock away each time, and wait for it behind the thread that stores, while
the kernel's buffer overflows.
"""

from __future__ import annotations

import logging
import select
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from xray_local.clock import Clock
from xray_local.ingest.collector import Datagram
from xray_local.ingest.counters import Counters
from xray_local.ingest.recvmmsg import MAX_DATAGRAM, many_reader

log = logging.getLogger(__name__)

RECEIVE_BUFFER_BYTES = 32 * 1024 * 1024
POLL_SECONDS = 0.5
KERNEL_LOOK_SECONDS = 1.0
MOST_GATHER_SECONDS = 0.02
BURST_PER_SECOND = 20_000
DATAGRAM_IN_KERNEL = 2_304
"""What a datagram of 1 to 2 KB takes of the receive buffer, in bytes."""

BUSY_DATAGRAMS = 32
_SO_RCVBUFFORCE = 33  # asm-generic/socket.h: beyond rmem_max, for root only

Take = Callable[[Sequence[Datagram]], None]


def bound_socket(host: str, port: int) -> socket.socket:
    """A UDP socket with as large a receive buffer as the kernel grants."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    receiver = socket.socket(family, socket.SOCK_DGRAM)
    receiver.bind((host, port))
    try:
        receiver.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES)
    except OSError:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    return receiver


def gather_seconds(buffer: int) -> float:
    """A pause in which a trickle of datagrams becomes one batch.

    Waking up for each of them costs more than all else. Half of the receive buffer
    (bytes) must hold what a sudden burst brings meanwhile.
    """
    fit = buffer / DATAGRAM_IN_KERNEL / 2
    return min(MOST_GATHER_SECONDS, fit / BURST_PER_SECOND)


class UdpReceiver:
    """Reads the socket until stopped and hands over what came."""

    def __init__(
        self, receiver: socket.socket, take: Take, counters: Counters, clock: Clock
    ) -> None:
        self._socket = receiver
        self._take = take
        self._counters = counters
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="udp")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Read what the kernel still holds, then close. Harmless when repeated."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        self._socket.setblocking(False)
        read = many_reader(self._socket) or _one_by_one(self._socket)
        pause = gather_seconds(
            self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        )
        looked_at = 0.0
        taken = 0
        while True:
            ready, _, _ = select.select([self._socket], [], [], POLL_SECONDS)
            if ready:
                if taken < BUSY_DATAGRAMS:
                    self._stopping.wait(pause)
                taken = self._drain(read)
            now = self._clock.now()
            if not 0 <= now - looked_at < KERNEL_LOOK_SECONDS:
                looked_at = now
                self._counters.dropped_by_kernel(kernel_drops(self._socket))
            if self._stopping.is_set() and not ready:
                return

    def _drain(self, read: Callable[[], list[tuple[bytes, str]]]) -> int:
        """Read until nothing is left; how many datagrams there were."""
        taken = 0
        while True:
            try:
                datagrams = read()
            except BlockingIOError:
                return taken
            except OSError as error:  # such as an ICMP error that came back
                log.warning("receiving a datagram failed: %s", error)
                return taken
            taken += len(datagrams)
            now = self._clock.now()
            self._take([Datagram(content, who, now) for content, who in datagrams])


def kernel_drops(receiver: socket.socket) -> int:
    """Datagrams that the kernel dropped on this socket, from /proc/net/udp; else 0."""
    table = Path(
        "/proc/net/udp6" if receiver.family == socket.AF_INET6 else "/proc/net/udp"
    )
    try:
        lines = table.read_text().splitlines()[1:]
        inode = Path(f"/proc/self/fd/{receiver.fileno()}").readlink().name
    except OSError:
        return 0
    number = inode.removeprefix("socket:[").removesuffix("]")
    for line in lines:
        columns = line.split()
        if columns[9] == number:
            return int(columns[-1])
    return 0


def _one_by_one(receiver: socket.socket) -> Callable[[], list[tuple[bytes, str]]]:
    def read() -> list[tuple[bytes, str]]:
        content, address = receiver.recvfrom(MAX_DATAGRAM)
        return [(content, f"{address[0]}:{address[1]}")]

    return read
