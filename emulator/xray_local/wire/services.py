"""A graph as X-Ray's list of Services (service-graph.md, 4 and 8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xray_local.graph.connections import Connection
from xray_local.graph.graph import Graph, NumberedEdge, NumberedNode, state_of
from xray_local.graph.histogram import Histogram, bins
from xray_local.graph.statistics import Statistics
from xray_local.model.summary import ServiceId
from xray_local.wire.summaries import service_id

Json = dict[str, Any]


def services(graph: Graph, *, timed: bool) -> list[Json]:
    """All nodes; a trace's own graph has no times (`timed` is False).

    A connection is shown where both of its ends are.
    """
    nodes = list(graph.numbered())
    numbers = {each.service: each.reference_id for each in nodes}
    linked: dict[ServiceId, list[tuple[int, Connection]]] = {}
    for ends, connection in graph.connections.items():
        edge = (numbers[ends.receiver], connection)
        linked.setdefault(ends.sender, []).append(edge)
    for edges in linked.values():
        edges.sort(key=lambda edge: edge[0])
    return [_service(each, linked.get(each.service, ()), timed=timed) for each in nodes]


def _service(
    numbered: NumberedNode,
    linked: Iterable[tuple[int, Connection]],
    *,
    timed: bool,
) -> Json:
    node = numbered.node
    times = _times(numbered, timed=timed)
    counted = bool(node.reported or node.inferred)  # a client has no figures
    return {
        "ReferenceId": numbered.reference_id,
        **service_id(numbered.service),
        "Root": True if node.root else None,
        "State": state_of(numbered.service, node),
        **times,
        # Not in the public model; null in a trace's own graph, as recorded.
        "Region": None,
        "HostedIn": {} if timed else None,
        "KeyAttributes": {} if timed else None,
        "Edges": [
            *(_edge(edge, times) for edge in numbered.edges),
            *(_link_edge(number, connection, times) for number, connection in linked),
        ],
        "SummaryStatistics": statistics_members(node.statistics) if counted else None,
        "DurationHistogram": histogram_members(node.durations) if counted else None,
        "ResponseTimeHistogram": (
            histogram_members(node.statistics.response_times) if counted else None
        ),
    }


def _times(numbered: NumberedNode, *, timed: bool) -> Json:
    if not timed:
        return {"StartTime": None, "EndTime": None}
    node = numbered.node
    return {
        "StartTime": float(node.start_second),
        "EndTime": float(node.end_second),
    }


def _edge(numbered: NumberedEdge, times: Json) -> Json:
    statistics = numbered.edge.statistics
    return {
        "ReferenceId": numbered.reference_id,
        **times,
        "SummaryStatistics": statistics_members(statistics),
        "ResponseTimeHistogram": histogram_members(statistics.response_times),
        "Aliases": [
            {"Name": alias.name, "Names": [alias.name], "Type": alias.type}
            for alias in sorted(
                numbered.edge.aliases, key=lambda each: (each.name, each.type or "")
            )
        ],
        "EdgeType": None,
        "ReceivedEventAgeHistogram": None,
    }


def _link_edge(receiver: int, connection: Connection, times: Json) -> Json:
    """How long messages were on their way stands where a call's response times are."""
    return {
        "ReferenceId": receiver,
        **times,
        "SummaryStatistics": statistics_members(connection.statistics),
        "ResponseTimeHistogram": [],
        "Aliases": [],
        "EdgeType": "link",
        "ReceivedEventAgeHistogram": histogram_members(connection.ages),
    }


def statistics_members(statistics: Statistics) -> Json:
    """ServiceStatistics and EdgeStatistics are alike."""
    return {
        "OkCount": statistics.ok,
        "ErrorStatistics": {
            "ThrottleCount": statistics.throttle,
            "OtherCount": statistics.error,
            "TotalCount": statistics.throttle + statistics.error,
        },
        "FaultStatistics": {
            "OtherCount": statistics.fault,
            "TotalCount": statistics.fault,
        },
        "TotalCount": statistics.total,
        "TotalResponseTime": statistics.total_response_time,
    }


def histogram_members(histogram: Histogram) -> list[Json]:
    return [{"Value": each.seconds, "Count": each.count} for each in bins(histogram)]
