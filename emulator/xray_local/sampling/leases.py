"""Shares one rule's reservoir among the clients that report on it.

As in the recordings of the service: a client's first reports are answered without quota;
from ten seconds on it has a share of the reservoir, leased for five minutes. How the
service splits is not known. Here a share follows demand, and what is leased to others is
never given out again before they report or their lease ends: so the clients together
never have more than the reservoir, whoever comes and goes.
"""

from __future__ import annotations

import msgspec

from xray_local.sampling.shares import shares

INTERVAL_SECONDS = 10
LEASE_SECONDS = 300
MAX_CLIENTS = 1_000
"""Of one rule; of more, those that have been silent longest are forgotten."""


class Client(msgspec.Struct):
    first: float  # when it first reported
    last: float
    demand: int = 0  # requests in an hour, as the last report has it
    leased: int = 0  # traces a second, until LEASE_SECONDS after `last`


class Leases(msgspec.Struct):
    """Who has which part of one reservoir. Not thread-safe."""

    clients: dict[str, Client] = {}  # the one that reported last is last

    def report(
        self, client_id: str, requests: int, size: int, now: float
    ) -> int | None:
        """Take a client's report; its quota from now on, None while it is new."""
        self._forget(now)
        client = self.clients.pop(client_id, None)
        if client is None:
            client = Client(first=now, last=now - INTERVAL_SECONDS)
        client.demand = int(requests * 3600 / max(1.0, now - client.last))
        client.last = now
        self.clients[client_id] = client
        if now - client.first < INTERVAL_SECONDS:
            return None
        client.leased = 0
        free = size - sum(each.leased for each in self.clients.values())
        client.leased = max(0, min(self._fair(size)[client_id], free))
        return client.leased

    def _fair(self, size: int) -> dict[str, int]:
        return shares(size, {name: each.demand for name, each in self.clients.items()})

    def _forget(self, now: float) -> None:
        """Those whose lease has ended, by the clock or by a clock that was put back."""
        gone = [
            name
            for name, each in self.clients.items()
            if not 0 <= now - each.last < LEASE_SECONDS
        ]
        for name in gone:
            del self.clients[name]
        while len(self.clients) > MAX_CLIENTS:
            del self.clients[next(iter(self.clients))]
