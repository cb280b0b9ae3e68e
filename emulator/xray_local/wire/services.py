"""A graph as X-Ray's list of Services (service-graph.md, 4 and 8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xray_local.graph.connections import NO_CONNECTIONS, Connection, Connections
from xray_local.graph.graph import Graph, NumberedEdge, NumberedNode, state_of
from xray_local.graph.histogram import Histogram, bins
from xray_local.graph.statistics import Statistics
from xray_local.model.summary import ServiceId, TraceLink
from xray_local.wire.summaries import service_id

Json = dict[str, Any]

MAX_GRAPH_LINKS = 100
"""Links of a RetrievedService, by the service model."""


def services(
    graph: Graph, connections: Connections = NO_CONNECTIONS, *, timed: bool
) -> list[Json]:
    """All nodes; a trace's own graph has no times (`timed` is False)."""
    nodes = list(graph.numbered())
    numbers = {each.service: each.reference_id for each in nodes}
    linked: dict[ServiceId, list[tuple[int, Connection]]] = {}
    for (sender, receiver), connection in connections.items():
        linked.setdefault(sender, []).append((numbers[receiver], connection))
    return [_service(each, linked.get(each.service, ()), timed=timed) for each in nodes]


def links_of(links: Iterable[TraceLink]) -> dict[ServiceId, list[Json]]:
    """GraphLinks of each service that has links: from its trace to those it names."""
    named: dict[ServiceId, dict[tuple[str, str | None], list[str]]] = {}
    for link in sorted(links, key=lambda each: (each.start, each.linked_trace_id)):
        ends = named.setdefault(link.service, {})
        ends.setdefault((link.trace_id, link.reference_type), []).append(
            link.linked_trace_id
        )
    return {
        service: [
            {
                "ReferenceType": reference_type,
                "SourceTraceId": trace_id,
                "DestinationTraceIds": list(dict.fromkeys(linked)),
            }
            for (trace_id, reference_type), linked in ends.items()
        ][:MAX_GRAPH_LINKS]
        for service, ends in named.items()
    }


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
