"""Which nodes of a graph do worse than usual, minute by minute.

Usual is what the node did in the last hour; a suspicious minute teaches little, but what
goes on for an hour becomes usual. A node is anomalous when two of its last three minutes
were suspicious, so that one unlucky minute opens nothing and one lucky minute ends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import NamedTuple

import msgspec

from xray_local.graph.graph import Graph, Node
from xray_local.model.insight import Category
from xray_local.model.summary import ServiceId

MEMORY_MINUTES = 60
SUSPICIOUS_WEIGHT = 1 / 600
"""So small that an anomaly takes an hour to become what is usual."""

DEVIATIONS = 3
REMEMBERED = 3
SUSPICIOUS_OF_REMEMBERED = 2

LEAST_REQUESTS = 5
LEAST_FAULT_RATE = 0.05
LEAST_SLOWDOWN = 2.0
LEAST_SLOW_SECONDS = 0.1
MINUTES_TO_KNOW_LATENCY = 5
"""How fast a node usually is must be known; that it usually has no faults is assumed."""


class Usual(msgspec.Struct, frozen=True, array_like=True):
    """Mean and variance of a figure. `minutes` counts the unsuspicious ones."""

    minutes: int = 0
    mean: float = 0.0
    variance: float = 0.0

    def learned(self, figure: float, *, suspicious: bool) -> Usual:
        count = self.minutes + (not suspicious)
        weight = SUSPICIOUS_WEIGHT if suspicious else 1 / min(count, MEMORY_MINUTES)
        away = figure - self.mean
        return Usual(
            count,
            self.mean + weight * away,
            (1 - weight) * (self.variance + weight * away * away),
        )

    @property
    def highest(self) -> float:
        return self.mean + DEVIATIONS * sqrt(self.variance)

    @property
    def lowest(self) -> float:
        return max(0.0, self.mean - DEVIATIONS * sqrt(self.variance))


class FaultBand(NamedTuple):
    """How many faults are usual: a minute with more than `high` is suspicious."""

    low: int
    high: int


class Watched(msgspec.Struct, frozen=True, array_like=True):
    """One node: what is usual, and which of its last minutes were suspicious."""

    usual: Usual = Usual()
    suspicious: tuple[bool, ...] = ()

    @property
    def anomalous(self) -> bool:
        return sum(self.suspicious) >= SUSPICIOUS_OF_REMEMBERED

    def seen(self, figure: float | None, *, suspicious: bool) -> Watched:
        """After one more minute; without a figure nothing is learned."""
        usual = self.usual
        if figure is not None:
            usual = usual.learned(figure, suspicious=suspicious)
        return Watched(usual, (*self.suspicious, suspicious)[-REMEMBERED:])


Watch = dict[ServiceId, Watched]


def watch_minute(watch: Watch, graph: Graph, category: Category) -> Watch:
    """The watch after this minute's graph; the one given stays as it is."""
    services = {*watch, *(each for each in graph.nodes if each.type != "client")}
    return {
        service: _watched(
            watch.get(service, Watched()), graph.nodes.get(service), category
        )
        for service in services
    }


def fault_band(usual: Usual, requests: int) -> FaultBand:
    """Of so many requests."""
    high = int(requests * max(LEAST_FAULT_RATE, usual.highest))
    return FaultBand(int(requests * usual.lowest), max(LEAST_REQUESTS - 1, high))


def anomalous(watch: Watch) -> set[ServiceId]:
    return {service for service, watched in watch.items() if watched.anomalous}


def root_cause(services: set[ServiceId], graph: Graph) -> ServiceId:
    """The anomalous service farthest downstream: it calls no other anomalous one.

    Among several the one with most faults, then with most time spent.
    """
    ends = {each for each in services if not services & _called(graph, each) - {each}}
    return max(ends or services, key=lambda each: _weight(graph, each))


def _called(graph: Graph, service: ServiceId) -> set[ServiceId]:
    """Everything downstream."""
    found: set[ServiceId] = set()
    pending = [service]
    while pending:
        node = graph.nodes.get(pending.pop())
        fresh = set() if node is None else node.edges.keys() - found
        found |= fresh
        pending.extend(fresh)
    return found


def upstream(graph: Graph, services: set[ServiceId]) -> Iterator[ServiceId]:
    """The services, and whoever calls them directly or through others."""
    for service in graph.nodes:
        if service in services or services & _called(graph, service):
            yield service


def _weight(graph: Graph, service: ServiceId) -> tuple[int, int, str, str]:
    node = graph.nodes.get(service)
    statistics = None if node is None else node.statistics
    faults = 0 if statistics is None else statistics.fault
    time = 0 if statistics is None else statistics.microseconds
    return (faults, time, service.name, service.type or "")


def _watched(watched: Watched, node: Node | None, category: Category) -> Watched:
    if node is None or node.statistics.total == 0:
        return watched.seen(None, suspicious=False)
    figure = _figure(node, category)
    suspicious = _is_suspicious(watched.usual, node, figure, category)
    return watched.seen(figure, suspicious=suspicious)


def _figure(node: Node, category: Category) -> float:
    """The share of faults, or the mean response time in seconds."""
    statistics = node.statistics
    if category is Category.FAULT:
        return statistics.fault / statistics.total
    return statistics.average or 0.0


def _is_suspicious(usual: Usual, node: Node, figure: float, category: Category) -> bool:
    statistics = node.statistics
    if category is Category.FAULT:
        many = statistics.fault >= LEAST_REQUESTS
        return many and figure > max(LEAST_FAULT_RATE, usual.highest)
    known = usual.minutes >= MINUTES_TO_KNOW_LATENCY
    slow = max(LEAST_SLOW_SECONDS, LEAST_SLOWDOWN * usual.mean, usual.highest)
    return known and statistics.total >= LEAST_REQUESTS and figure > slow
