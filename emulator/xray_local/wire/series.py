"""Rows of a time series in X-Ray's words."""

from __future__ import annotations

from typing import Any

from xray_local.graph.series import Moment
from xray_local.wire.services import histogram_members, statistics_members

Json = dict[str, Any]


def row(moment: Moment, *, of_services: bool) -> Json:
    """Figures of nodes and of edges stand under different names."""
    figures = moment.statistics
    printed = None if figures is None else statistics_members(figures)
    return {
        "Timestamp": float(moment.end),
        "EdgeSummaryStatistics": None if of_services else printed,
        "ServiceSummaryStatistics": printed if of_services else None,
        "ServiceForecastStatistics": {},
        "ResponseTimeHistogram": (
            None if figures is None else histogram_members(figures.response_times)
        ),
    }
