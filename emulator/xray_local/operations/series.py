"""Figures of a service or an edge over time, by when X-Ray received the traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from xray_local.errors import InvalidRequest
from xray_local.graph.anomalies import Usual
from xray_local.graph.graph import Graph
from xray_local.graph.series import (
    Moment,
    Pick,
    of_clients,
    of_edges,
    of_services,
    series,
)
from xray_local.model.group import DEFAULT, Group
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import insights
from xray_local.operations.backend import Backend
from xray_local.operations.membership import Membership
from xray_local.operations.services import group_to_show
from xray_local.operations.traces import check_order
from xray_local.query.entity import Edges, Services, entity
from xray_local.query.plan import Plan

MINUTE = 60
PERIODS = (60, 300)


@dataclass(frozen=True, slots=True)
class Question:
    """`selector` is an EntitySelectorExpression, None for the clients' calls.

    A `forecast` is of the one service that the selector means.
    """

    window: Window
    period: int = 60
    selector: str | None = None
    group_name: str | None = None
    group_arn: str | None = None
    forecast: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Newest first. `old_versions` as in a service graph, `usual` is of a forecast."""

    moments: list[Moment]
    of_services: bool
    old_versions: bool
    usual: Usual | None = None


def time_series(backend: Backend, question: Question) -> Series:
    """Raises ExpressionError or InvalidRequest."""
    if question.period not in PERIODS:
        raise InvalidRequest(f"Time period must be one of {list(PERIODS)}")
    check_order(question.window)
    meant = None if question.selector is None else entity(question.selector)
    group = group_to_show(backend, question.group_name, question.group_arn)
    usual = _usual(backend, group or DEFAULT, meant) if question.forecast else None
    minutes: dict[int, Graph] = {}
    old = False
    received = _received(question.window)
    for summary, by_old_version in _traces(backend, group, received):
        minute = floor(summary.received_at / MINUTE) * MINUTE
        minutes.setdefault(minute, Graph()).add(summary)
        old = old or by_old_version
    return Series(
        series(minutes, _pick(meant), question.period),
        of_services=isinstance(meant, Services),
        old_versions=old,
        usual=usual,
    )


def _usual(
    backend: Backend, group: Group, meant: Services | Edges | None
) -> Usual | None:
    """None where nothing has been learned, or of several services."""
    if not isinstance(meant, Services):
        raise InvalidRequest(
            "ForecastStatistics needs an EntitySelectorExpression like "
            'service(id(name: "...", type: "..."))'
        )
    learned = insights.usual_faults(backend, group)
    found = [usual for service, usual in learned.items() if meant.is_meant(service)]
    return found[0] if len(found) == 1 else None


def _received(window: Window) -> Window:
    """The minutes whose ENDS are in the window, both bounds cut to whole seconds."""
    first = ceil(floor(window.start) / MINUTE)
    beyond = ceil(floor(window.end) / MINUTE)
    return Window(float((first - 1) * MINUTE), float((beyond - 1) * MINUTE))


def _traces(
    backend: Backend, group: Group | None, received: Window
) -> Iterator[tuple[Summary, bool]]:
    """With each, whether an expression let it in that the group no longer has."""
    by = TimeRangeType.EVENT
    if group is None:
        for summary in backend.store.summaries(Plan(received, by)):
            yield summary, False
        return
    membership = Membership(backend, group)
    for summary in backend.store.summaries(membership.plan(received, by)):
        if membership.admits(summary):
            yield summary, membership.by_old_version(summary)


def _pick(meant: Services | Edges | None) -> Pick:
    match meant:
        case None:
            return of_clients
        case Services(is_meant):
            return of_services(is_meant)
        case Edges(from_source, to_target):
            return of_edges(from_source, to_target)
