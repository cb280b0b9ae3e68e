"""The service graph of a window, of all traces or of a group's."""

from __future__ import annotations

from dataclasses import dataclass

from xray_local.errors import GroupNotFound, InvalidRequest
from xray_local.graph.graph import Graph
from xray_local.model.group import Group
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.traces import check_window

MAX_RANGE_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class ServiceGraph:
    """`old_versions`: some traces are in by an expression that the group had before."""

    graph: Graph
    old_versions: bool


def service_graph(
    backend: Backend, window: Window, name: str | None = None, arn: str | None = None
) -> ServiceGraph:
    """All traces that start in the window; at most six hours, as in X-Ray.

    With a group's name or ARN, its traces alone.
    """
    check_window(window, MAX_RANGE_SECONDS, "6 hours")
    group = group_to_show(backend, name, arn)
    if group is None:
        return ServiceGraph(backend.store.graph(window), old_versions=False)
    graph, old = Graph(), False
    for summary, by_old_version in groups.members(
        backend, group, window, TimeRangeType.TRACE_ID
    ):
        graph.add(summary)
        old = old or by_old_version
    return ServiceGraph(graph, old)


def group_to_show(backend: Backend, name: str | None, arn: str | None) -> Group | None:
    """None for every trace: without a group, and for Default."""
    if name is None and arn is None:
        return None
    try:
        group = groups.group(backend, name, arn)
    except GroupNotFound as error:
        # With a full stop here, and only here: recorded.
        raise InvalidRequest("Group not found.") from error
    return None if group.is_default else group
