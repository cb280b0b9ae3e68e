"""Insights in X-Ray's words."""

from __future__ import annotations

from typing import Any

from xray_local.graph.graph import Graph
from xray_local.model.insight import Change, Impact, Insight
from xray_local.model.summary import ServiceId
from xray_local.wire.summaries import service_id

Json = dict[str, Any]


def insight_members(insight: Insight) -> Json:
    """All but the group's name and ARN."""
    return {
        "InsightId": insight.id,
        "RootCauseServiceId": service_id(insight.root_cause),
        "Categories": [insight.category.value],
        "State": "ACTIVE" if insight.end is None else "CLOSED",
        "StartTime": insight.start,
        "EndTime": insight.end,
        "Summary": insight.summary,
        "ClientRequestImpactStatistics": _impact(insight.of_clients),
        "RootCauseServiceRequestImpactStatistics": _impact(insight.of_root_cause),
        "TopAnomalousServices": _anomalous(insight.anomalous),
    }


def change_members(change: Change) -> Json:
    return {
        "Summary": change.summary,
        "EventTime": change.at,
        "ClientRequestImpactStatistics": _impact(change.of_clients),
        "RootCauseServiceRequestImpactStatistics": _impact(change.of_root_cause),
        "TopAnomalousServices": _anomalous(change.anomalous),
    }


def impact_services(graph: Graph) -> list[Json]:
    """Structure only: no figures."""
    return [
        {
            "ReferenceId": node.reference_id,
            **service_id(node.service),
            "Edges": [{"ReferenceId": edge.reference_id} for edge in node.edges],
        }
        for node in graph.numbered()
    ]


def _impact(impact: Impact) -> Json:
    return {
        "FaultCount": impact.faults,
        "OkCount": impact.ok,
        "TotalCount": impact.total,
    }


def _anomalous(services: tuple[ServiceId, ...]) -> list[Json]:
    return [{"ServiceId": service_id(service)} for service in services]
