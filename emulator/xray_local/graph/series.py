"""Figures of nodes or edges over time, from one graph for each minute."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from xray_local.graph.graph import Graph
from xray_local.graph.statistics import Statistics
from xray_local.model.summary import ServiceId

Meant = Callable[[ServiceId], bool]
Pick = Callable[[Graph], Iterable[Statistics]]
"""The figures of a graph that a series is about."""


class Moment(NamedTuple):
    """Figures of the period that ENDS at `end` (epoch seconds), as X-Ray stamps them.

    None when there was traffic, but nothing of what the series is about.
    """

    end: int
    statistics: Statistics | None


def series(minutes: Mapping[int, Graph], pick: Pick, period: int = 60) -> list[Moment]:
    """What was picked, newest first; `minutes` are by the minute's first second."""
    periods: dict[int, Statistics | None] = {}
    for minute, graph in minutes.items():
        end = minute - minute % period + period
        total = periods.setdefault(end, None)
        for statistics in pick(graph):
            total = total or Statistics()
            total.merge(statistics)
        periods[end] = total
    return [Moment(end, periods[end]) for end in sorted(periods, reverse=True)]


def of_services(is_meant: Meant) -> Pick:
    """The nodes that are meant."""

    def pick(graph: Graph) -> Iterator[Statistics]:
        for service, node in graph.nodes.items():
            if is_meant(service):
                yield node.statistics

    return pick


def of_edges(from_source: Meant, to_target: Meant) -> Pick:
    """The edges between what is meant, as the callers measured them."""

    def pick(graph: Graph) -> Iterator[Statistics]:
        for source, node in graph.nodes.items():
            if from_source(source):
                for target, edge in node.edges.items():
                    if to_target(target):
                        yield edge.statistics

    return pick


of_clients: Pick = of_edges(lambda source: source.type == "client", lambda target: True)
"""All calls from clients to roots: what X-Ray gives when nothing is selected."""
