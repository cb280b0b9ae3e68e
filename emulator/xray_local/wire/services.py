"""A graph as X-Ray's list of Services (service-graph.md, 4 and 8)."""

from __future__ import annotations

from typing import Any

from xray_local.graph.graph import Graph, NumberedEdge, NumberedNode, state_of
from xray_local.graph.histogram import Histogram, bins
from xray_local.graph.statistics import Statistics
from xray_local.wire.summaries import service_id

Json = dict[str, Any]


def services(graph: Graph, *, timed: bool) -> list[Json]:
    """All nodes; a trace's own graph has no times (`timed` is False)."""
    return [_service(numbered, timed=timed) for numbered in graph.numbered()]


def _service(numbered: NumberedNode, *, timed: bool) -> Json:
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
        "Edges": [_edge(edge, times) for edge in numbered.edges],
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
