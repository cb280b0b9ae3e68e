"""GetTimeSeriesServiceStatistics."""

from __future__ import annotations

from typing import Any

from xray_local.model.window import Window
from xray_local.operations import series
from xray_local.operations.backend import Backend
from xray_local.wire.series import row
from xray_local.wire.tokens import moment_from

Json = dict[str, Any]


def get_time_series_service_statistics(backend: Backend, members: Json) -> Json:
    question = series.Question(
        window=Window(members["StartTime"], members["EndTime"]),
        period=members.get("Period", 60),
        selector=members.get("EntitySelectorExpression"),
        group_name=members.get("GroupName"),
        group_arn=members.get("GroupARN"),
        forecast=members.get("ForecastStatistics", False),
        before=moment_from(members.get("NextToken")),
    )
    found = series.time_series(backend, question)
    return {
        "TimeSeriesServiceStatistics": [
            row(moment, found.usual, of_services=found.of_services)
            for moment in found.moments
        ],
        "ContainsOldGroupVersions": found.old_versions,
        "NextToken": None if found.next is None else str(found.next),
    }
