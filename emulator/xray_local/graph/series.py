"""Figures of a node or an edge over time, from one graph for each minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from xray_local.graph.graph import Graph
from xray_local.graph.statistics import Statistics
from xray_local.model.summary import ServiceId


class Moment(NamedTuple):
    """Figures of the period that ENDS at `end` (epoch seconds), as X-Ray stamps them."""

    end: int
    statistics: Statistics


def service_series(
    minutes: Mapping[int, Graph], service: ServiceId, period: int = 60
) -> list[Moment]:
    """A node's figures, newest first; `minutes` are by the minute's first second.

    Periods in which the node was not seen are left out.
    """
    return _series(
        (
            (minute, node.statistics)
            for minute, graph in minutes.items()
            if (node := graph.nodes.get(service)) is not None
        ),
        period,
    )


def edge_series(
    minutes: Mapping[int, Graph],
    source: ServiceId,
    target: ServiceId,
    period: int = 60,
) -> list[Moment]:
    """An edge's figures, newest first, as `service_series`."""
    return _series(
        (
            (minute, edge.statistics)
            for minute, graph in minutes.items()
            if (node := graph.nodes.get(source)) is not None
            and (edge := node.edges.get(target)) is not None
        ),
        period,
    )


def client_series(minutes: Mapping[int, Graph], period: int = 60) -> list[Moment]:
    """All calls from clients to roots: what X-Ray gives when nothing is selected."""
    return _series(_client_edges(minutes), period)


def _client_edges(minutes: Mapping[int, Graph]) -> Iterator[tuple[int, Statistics]]:
    for minute, graph in minutes.items():
        for service, node in graph.nodes.items():
            if service.type == "client":
                for edge in node.edges.values():
                    yield minute, edge.statistics


def _series(figures: Iterable[tuple[int, Statistics]], period: int) -> list[Moment]:
    periods: dict[int, Statistics] = {}
    for minute, statistics in figures:
        end = minute - minute % period + period
        periods.setdefault(end, Statistics()).merge(statistics)
    return [Moment(end, periods[end]) for end in sorted(periods, reverse=True)]
