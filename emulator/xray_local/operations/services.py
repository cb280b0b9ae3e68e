"""Service graphs: of a window's traces, a group's, what a filter admits, of one trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xray_local.errors import GroupNotFound, InvalidRequest
from xray_local.graph.graph import Graph, graph_of
from xray_local.model.group import Group
from xray_local.model.ids import trace_id_from
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.links import linked_summaries
from xray_local.operations.membership import Membership
from xray_local.operations.traces import check_window
from xray_local.query.expression import (
    Filter,
    Tree,
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
    admits = _filter(backend, shown.expression)
    if group is not None:
        return _graph_of_group(backend, Membership(backend, group), window, admits)
    if admits is None:
        return ServiceGraph(backend.store.graph(window), old_versions=False)
    plan = plan_of(admits.tree, window, TimeRangeType.TRACE_ID)
    admitted = filter(admits.filter, backend.store.summaries(plan))
    return ServiceGraph(graph_of(admitted), old_versions=False)


def trace_graph(backend: Backend, trace_ids: Sequence[str]) -> Graph:
    """The graph of one trace, and of the traces that it is linked with."""
    if not trace_ids:
        raise InvalidRequest("Zero trace ids provided")
    if len(trace_ids) > 1:
        raise InvalidRequest("Currently only one trace Id is supported")
    trace_id = trace_id_from(trace_ids[0])
    if trace_id is None:
        raise InvalidRequest("Invalid traceId. ErrorCode: InvalidId")
    summary = backend.store.summary(trace_id)
    if summary is None:
        raise InvalidRequest("Trace id not found")
    return graph_of([summary, *linked_summaries(backend, summary)])


@dataclass(frozen=True, slots=True)
class _Admits:
    tree: Tree
    filter: Filter


def _filter(backend: Backend, expression: str) -> _Admits | None:
    """None for what admits everything."""
    if not expression.strip():
        return None
    tree = fill_groups(parse(expression), expression, groups.references(backend))
    return _Admits(tree, compile_filter(tree))


def _graph_of_group(
    backend: Backend, membership: Membership, window: Window, admits: _Admits | None
) -> ServiceGraph:
    if admits is None:
        graph = backend.store.graph(window, membership.selection)
        old = membership.old_selection
        any_old = old is not None and bool(backend.store.graph(window, old).nodes)
        return ServiceGraph(graph, any_old)
    graph, any_old = Graph(), False
    plan = membership.plan(window, TimeRangeType.TRACE_ID)
    for summary in backend.store.summaries(plan):
        if membership.admits(summary) and admits.filter(summary):
            graph.add(summary)
            any_old = any_old or membership.by_old_version(summary)
    return ServiceGraph(graph, any_old)


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
