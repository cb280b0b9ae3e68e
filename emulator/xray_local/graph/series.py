"""Figures of nodes or edges over time, from the graphs of single minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from math import floor
from typing import NamedTuple

from xray_local.graph.encoded import EncodedNode
from xray_local.graph.graph import Graph, Node
from xray_local.graph.statistics import Statistics
from xray_local.model.summary import ServiceId, Summary

MINUTE = 60

Nodes = Mapping[ServiceId, Node] | Mapping[ServiceId, EncodedNode]
Meant = Callable[[ServiceId], bool]


class Figures(NamedTuple):
    """Of one node or edge; `seen` counts what is still in progress, too."""

    seen: int
    statistics: Statistics


Pick = Callable[[Nodes], Iterable[Figures]]
"""The figures of a graph that a series is about."""


class Minute(NamedTuple):
    """The traces received in the minute from `start` (epoch seconds).

    They are those of the graphs in `plus` without those in `minus`.
    """

    start: int
    plus: tuple[Nodes, ...]
    minus: tuple[Nodes, ...] = ()


class Moment(NamedTuple):
    """Figures of the period that ENDS at `end` (epoch seconds), as X-Ray stamps them.

    None when there was traffic, but nothing of what the series is about.
    """

    end: int
    statistics: Statistics | None


def series(
    minutes: Iterable[Minute], pick: Pick, period: int = MINUTE
) -> Iterator[Moment]:
    """What was picked, newest first as the minutes are; read as far as it is asked for."""
    for end, some in groupby(minutes, lambda each: _period_end(each.start, period)):
        yield Moment(end, _total(some, pick))


def minutes_of(received: Iterable[Summary]) -> Iterator[Minute]:
    """Summaries in order of receipt, newest first, by the minute of their receipt."""
    for start, summaries in groupby(received, received_minute):
        graph = Graph()
        for summary in summaries:
            graph.add(summary)
        yield Minute(start, (graph.nodes,))


def received_minute(summary: Summary) -> int:
    return floor(summary.received_at / MINUTE) * MINUTE


def of_services(is_meant: Meant) -> Pick:
    """The nodes that are meant."""

    def pick(nodes: Nodes) -> Iterator[Figures]:
        for service in nodes:
            if is_meant(service):
                yield _of_node(nodes[service])

    return pick


def of_edges(from_source: Meant, to_target: Meant) -> Pick:
    """The edges between what is meant, as the callers measured them."""

    def pick(nodes: Nodes) -> Iterator[Figures]:
        for source in nodes:
            if from_source(source):
                edges = nodes[source].edges
                for target in filter(to_target, edges):
                    edge = edges[target]
                    yield Figures(edge.seen, edge.statistics)

    return pick


of_clients: Pick = of_edges(lambda source: source.type == "client", lambda target: True)
"""All calls from clients to roots: what X-Ray gives when nothing is selected."""


def _of_node(node: Node | EncodedNode) -> Figures:
    """A client is there for its edges only."""
    seen = node.reported + node.inferred
    return Figures(
        seen or sum(edge.seen for edge in node.edges.values()), node.statistics
    )


def _total(minutes: Iterable[Minute], pick: Pick) -> Statistics | None:
    seen = 0
    total = Statistics()
    for minute in minutes:
        for nodes in minute.plus:
            for figures in pick(nodes):
                seen += figures.seen
                total.merge(figures.statistics)
        for nodes in minute.minus:
            for figures in pick(nodes):
                seen -= figures.seen
                total.subtract(figures.statistics)
    return total if seen else None


def _period_end(minute: int, period: int) -> int:
    return minute - minute % period + period
