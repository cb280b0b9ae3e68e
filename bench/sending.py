"""Datagrams sent by a process of its own, at a rate that holds."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Iterable
from itertools import islice
from multiprocessing.sharedctypes import Synchronized

TICK = 0.005


class Sender:
    """Sends to a port of this machine; `began` and `ended` are of the monotonic clock."""

    def __init__(self, port: int, contents: Iterable[bytes], rate: int) -> None:
        self._began: Synchronized[float] = multiprocessing.Value("d")
        self._ended: Synchronized[float] = multiprocessing.Value("d")
        self._process = multiprocessing.Process(
            target=_send, args=(port, contents, rate, self._began, self._ended)
        )
        self._process.start()

    def join(self) -> tuple[float, float]:
        """When the first and the last were sent."""
        self._process.join()
        return float(self._began.value), float(self._ended.value)

    @property
    def running(self) -> bool:
        return self._process.is_alive()


def _send(
    port: int,
    contents: Iterable[bytes],
    rate: int,
    began: Synchronized[float],
    ended: Synchronized[float],
) -> None:
    """At absolute times, so that a late tick is made up for and the rate holds."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", port))
        began.value = time.monotonic()
        coming = iter(contents)
        sent = 0
        while True:
            due = int((time.monotonic() - began.value) * rate)
            batch = 0
            for content in islice(coming, due - sent):
                sender.send(content)
                batch += 1
            if batch < due - sent:
                break
            sent = due
            time.sleep(TICK)
        ended.value = time.monotonic()
