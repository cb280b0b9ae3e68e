"""Rows of a time series in X-Ray's words."""

from __future__ import annotations

from typing import Any

from xray_local.graph.anomalies import Usual, fault_band
from xray_local.graph.series import Moment
from xray_local.graph.statistics import Statistics
from xray_local.wire.services import histogram_members, statistics_members

Json = dict[str, Any]


def row(moment: Moment, usual: Usual | None = None, *, of_services: bool) -> Json:
    """Figures of nodes and of edges stand under different names.

    `usual` are the faults of the node, where a forecast was asked for.
    """
    figures = moment.statistics
    printed = None if figures is None else statistics_members(figures)
    return {
        "Timestamp": float(moment.end),
        "EdgeSummaryStatistics": None if of_services else printed,
        "ServiceSummaryStatistics": printed if of_services else None,
        "ServiceForecastStatistics": _forecast(figures, usual),
        "ResponseTimeHistogram": (
            None if figures is None else histogram_members(figures.response_times)
        ),
    }


def _forecast(figures: Statistics | None, usual: Usual | None) -> Json:
    """Empty where nothing was asked for, or nothing has been learned."""
    if figures is None or usual is None:
        return {}
    band = fault_band(usual, figures.total)
    return {"FaultCountHigh": band.high, "FaultCountLow": band.low}
