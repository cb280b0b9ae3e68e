"""The service graph of a window: of all traces, a group's, or what a filter admits."""

from __future__ import annotations

from dataclasses import dataclass

from xray_local.errors import GroupNotFound, InvalidRequest
from xray_local.graph.graph import Graph, graph_of
from xray_local.model.group import Group
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.traces import check_window
from xray_local.query.expression import (
    compile_filter,
    fill_groups,
    parse,
    plan_of,
)

MAX_RANGE_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class ServiceGraph:
    """`old_versions`: some traces are in by an expression that the group had before."""

    graph: Graph
    old_versions: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Of which traces: a group's, by its name or ARN, and those that a filter admits."""

    group_name: str | None = None
    group_arn: str | None = None
    expression: str = ""


ALL = Shown()


def service_graph(backend: Backend, window: Window, shown: Shown = ALL) -> ServiceGraph:
    """Of the traces that start in the window; at most six hours, as in X-Ray.

    Raises ExpressionError or InvalidRequest.
    """
    check_window(backend, window, MAX_RANGE_SECONDS, "6 hours")
    group = group_to_show(backend, shown.group_name, shown.group_arn)
    expression = shown.expression
    if group is None and not expression.strip():
        return ServiceGraph(backend.store.graph(window), old_versions=False)
    tree = fill_groups(parse(expression), expression, groups.references(backend))
    admits = compile_filter(tree)
    if group is None:
        plan = plan_of(tree, window, TimeRangeType.TRACE_ID)
        admitted = filter(admits, backend.store.summaries(plan))
        return ServiceGraph(graph_of(admitted), old_versions=False)
    graph, old = Graph(), False
    for summary, by_old_version in groups.members(
        backend, group, window, TimeRangeType.TRACE_ID
    ):
        if admits(summary):
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
