"""The operations on insights."""

from __future__ import annotations

from typing import Any, TypeVar

from xray_local.model.window import Window
from xray_local.operations import groups, insights
from xray_local.operations.backend import Backend
from xray_local.operations.insights import Found
from xray_local.wire.insights import change_members, impact_services, insight_members
from xray_local.wire.tokens import offset_from

Json = dict[str, Any]
T = TypeVar("T")

MAX_SUMMARIES = 100
MAX_EVENTS = 50


def get_insight_summaries(backend: Backend, members: Json) -> Json:
    group = groups.group(backend, members.get("GroupName"), members.get("GroupARN"))
    states = members.get("States", [])
    found = insights.find_insights(
        backend,
        group,
        Window(members["StartTime"], members["EndTime"]),
        lasting=states[0] == "ACTIVE" if states else None,
    )
    page, token = _page(found, members, MAX_SUMMARIES)
    return {
        "InsightSummaries": [
            _insight(backend, each) | {"LastUpdateTime": each.insight.updated_at}
            for each in page
        ],
        "NextToken": token,
    }


def get_insight(backend: Backend, members: Json) -> Json:
    found = insights.insight(backend, members["InsightId"])
    return {"Insight": _insight(backend, found)}


def get_insight_events(backend: Backend, members: Json) -> Json:
    found = insights.insight(backend, members["InsightId"])
    changes = list(reversed(found.insight.changes))
    page, token = _page(changes, members, MAX_EVENTS)
    return {
        "InsightEvents": [change_members(each) for each in page],
        "NextToken": token,
    }


def get_insight_impact_graph(backend: Backend, members: Json) -> Json:
    window = Window(members["StartTime"], members["EndTime"])
    found = insights.insight(backend, members["InsightId"])
    graph = insights.impact_graph(backend, found, window)
    return {
        "InsightId": found.insight.id,
        "StartTime": window.start,
        "EndTime": window.end,
        "ServiceGraphStartTime": window.start if graph.first is None else graph.first,
        "ServiceGraphEndTime": window.end if graph.last is None else graph.last,
        "Services": impact_services(graph),
    }


def _insight(backend: Backend, found: Found) -> Json:
    return {
        **insight_members(found.insight),
        "GroupName": found.group.name,
        "GroupARN": backend.arns.group(found.group),
    }


def _page(found: list[T], members: Json, most: int) -> tuple[list[T], str | None]:
    """At most so many, and the token of the next page."""
    size = members.get("MaxResults", most)
    first = offset_from(members.get("NextToken"))
    further = first + size
    return found[first:further], str(further) if further < len(found) else None
