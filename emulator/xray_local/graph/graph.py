"""The service graph: nodes and edges with their figures, of any number of traces.

A graph is a sum of summaries. Summaries can be added and taken out again, and graphs
merged, so a store may keep one graph per minute (`msgspec.msgpack` encodes it as it is)
and answer any window from them.

What `remove` cannot restore is `first` and `last`, the bounds of trace starts: taking out
the earliest trace leaves the old bound. A graph of one minute stays right to the minute;
who needs more must rebuild it with `graph_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor, inf
from typing import NamedTuple

import msgspec

from xray_local.graph.connections import Connection, Ends
from xray_local.graph.histogram import Histogram, put, put_all, take
from xray_local.graph.statistics import Statistics
from xray_local.model.summary import Call, Occurrence, ServiceId, Summary, TraceLink


class Edge(msgspec.Struct, array_like=True):
    """Calls from one service to another, as the callers measured them.

    `seen` counts the calls, those in progress too. `aliases` are the other identities
    under which callers know the target, each with its number of calls.
    """

    seen: int = 0
    statistics: Statistics = msgspec.field(default_factory=Statistics)
    aliases: dict[ServiceId, int] = {}

    def count(self, call: Call, times: int) -> None:
        self.seen += times
        self.statistics.count(call, times)
        if call.alias is not None:
            left = self.aliases.get(call.alias, 0) + times
            if left:
                self.aliases[call.alias] = left
            else:
                del self.aliases[call.alias]

    def merge(self, other: Edge) -> None:
        self.seen += other.seen
        self.statistics.merge(other.statistics)
        for alias, count in other.aliases.items():
            self.aliases[alias] = self.aliases.get(alias, 0) + count


class Node(msgspec.Struct, array_like=True):
    """One service, with the edges that lead away from it.

    `reported`, `inferred` and `roots` count its occurrences, those in progress too; a
    client has none. `first` and `last` are the earliest and latest start of the traces
    it was in (epoch seconds). `durations` measures the service's own work to its end,
    `statistics.response_times` the answer alone.
    """

    reported: int = 0
    inferred: int = 0
    roots: int = 0
    first: float = inf
    last: float = -inf
    statistics: Statistics = msgspec.field(default_factory=Statistics)
    durations: Histogram = {}
    edges: dict[ServiceId, Edge] = {}

    @property
    def root(self) -> bool:
        return self.roots > 0

    @property
    def start_second(self) -> int:
        """X-Ray's StartTime of the node and of its edges."""
        return floor(self.first)

    @property
    def end_second(self) -> int:
        """X-Ray's EndTime of the node and of its edges."""
        return floor(self.last) + 1

    def count(self, occurrence: Occurrence, times: int) -> None:
        if occurrence.inferred:
            self.inferred += times
        else:
            self.reported += times
        if occurrence.root:
            self.roots += times
        self.statistics.count(occurrence, times)
        if occurrence.end is None or occurrence.settled_end is None:
            return
        duration = occurrence.settled_end - occurrence.start
        if times > 0:
            put(self.durations, duration)
        else:
            take(self.durations, duration)

    def merge(self, other: Node) -> None:
        self.reported += other.reported
        self.inferred += other.inferred
        self.roots += other.roots
        self.first = min(self.first, other.first)
        self.last = max(self.last, other.last)
        self.statistics.merge(other.statistics)
        put_all(self.durations, other.durations)
        for target, edge in other.edges.items():
            self.edge(target).merge(edge)

    def edge(self, target: ServiceId) -> Edge:
        """The edge to a target, made when there is none."""
        edge = self.edges.get(target)
        if edge is None:
            edge = self.edges[target] = Edge()
        return edge


class NumberedEdge(NamedTuple):
    reference_id: int  # of the TARGET, as in X-Ray's answers
    target: ServiceId
    edge: Edge


class NumberedNode(NamedTuple):
    reference_id: int
    service: ServiceId
    node: Node
    edges: tuple[NumberedEdge, ...]


class Graph(msgspec.Struct, array_like=True):
    """Nodes by identity. Empty to begin with.

    `connections` are those of its traces' links whose sender is known; the sender's
    service need not be among the nodes.
    """

    nodes: dict[ServiceId, Node] = {}
    connections: dict[Ends, Connection] = {}

    def add(self, summary: Summary) -> None:
        """Count a trace."""
        start = summary.start
        for occurrence in summary.occurrences:
            self._touch(occurrence.service, start).count(occurrence, 1)
        for call in summary.calls:
            self._touch(call.source, start).edge(call.target).count(call, 1)
        for link in summary.links:
            self._link(link, 1)

    def remove(self, summary: Summary) -> None:
        """Take out a summary that was added, as it was then; not its time bounds.

        Nodes and edges that no other trace has are gone afterwards.
        """
        for call in summary.calls:
            edges = self.nodes[call.source].edges
            edge = edges[call.target]
            edge.count(call, -1)
            if edge.seen == 0:
                del edges[call.target]
        for occurrence in summary.occurrences:
            self.nodes[occurrence.service].count(occurrence, -1)
        for service in summary.services:
            node = self.nodes[service]
            if not (node.reported or node.inferred or node.edges):
                del self.nodes[service]
        for link in summary.links:
            self._link(link, -1)

    def merge(self, other: Graph) -> None:
        """Add everything that the other graph holds; the other stays as it is."""
        for service, node in other.nodes.items():
            mine = self.nodes.get(service)
            if mine is None:
                mine = self.nodes[service] = Node()
            mine.merge(node)
        for ends, connection in other.connections.items():
            self._connection(ends).merge(connection)

    def _link(self, link: TraceLink, times: int) -> None:
        if link.sender is None:
            return
        ends = Ends(link.sender.service, link.service)
        connection = self._connection(ends)
        connection.count(link, link.sender, times)
        if connection.links == 0:
            del self.connections[ends]

    def _connection(self, ends: Ends) -> Connection:
        connection = self.connections.get(ends)
        if connection is None:
            connection = self.connections[ends] = Connection()
        return connection

    def _touch(self, service: ServiceId, start: float) -> Node:
        node = self.nodes.get(service)
        if node is None:
            node = self.nodes[service] = Node()
        if not node.first <= start <= node.last:
            node.first = min(node.first, start)
            node.last = max(node.last, start)
        return node

    @property
    def first(self) -> float | None:
        """The earliest start of a trace in the graph; None when it is empty."""
        return min((node.first for node in self.nodes.values()), default=None)

    @property
    def last(self) -> float | None:
        """The latest start of a trace in the graph; None when it is empty."""
        return max((node.last for node in self.nodes.values()), default=None)

    def numbered(self) -> Iterator[NumberedNode]:
        """Nodes by name and type, numbered from 0 for one answer; edges likewise."""
        order = sorted(self.nodes, key=_order)
        numbers = {service: number for number, service in enumerate(order)}
        for number, service in enumerate(order):
            node = self.nodes[service]
            edges = sorted(
                NumberedEdge(numbers[target], target, edge)
                for target, edge in node.edges.items()
            )
            yield NumberedNode(number, service, node, tuple(edges))


def state_of(service: ServiceId, node: Node) -> str:
    """X-Ray's State: `active` if it reported, else how it was inferred."""
    if node.reported:
        return "active"
    return "passive" if service.type == "remote" else "unknown"


def graph_of(summaries: Iterable[Summary]) -> Graph:
    graph = Graph()
    for summary in summaries:
        graph.add(summary)
    return graph


def _order(service: ServiceId) -> tuple[str, str, str]:
    return (service.name, service.type or "", service.account_id or "")
