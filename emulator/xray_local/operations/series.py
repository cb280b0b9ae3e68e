"""Figures of a service or an edge over time, by when X-Ray received the traces.

Of all traces a store has a graph for each minute; a group's are added up from summaries.
Both are read newest first, and no further than a page needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil, floor

from xray_local.errors import InvalidRequest
from xray_local.graph.anomalies import Usual
from xray_local.graph.series import (
    MINUTE,
    Minute,
    Moment,
    Pick,
    minutes_of,
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

PERIODS = (60, 300)
PAGE_MOMENTS = 400
"""More than the minutes of six hours, which is as much as a map may show at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """`selector` is an EntitySelectorExpression, None for the clients' calls.

    A `forecast` is of the one service that the selector means. `before` goes on where a
    page ended (epoch seconds).
    """

    window: Window
    period: int = 60
    selector: str | None = None
    group_name: str | None = None
    group_arn: str | None = None
    forecast: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A page, newest first; `next` is the `before` of the next one, None at the end.

    `old_versions` as in a service graph, `usual` is of a forecast.
    """

    moments: list[Moment]
    next: int | None
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
    members = None if group is None else _Members(backend, group)
    window = _received(question.window, question.before)
    minutes = backend.store.received(window) if members is None else members.of(window)
    coming = series(minutes, _pick(meant), question.period)
    moments = list(islice(coming, PAGE_MOMENTS))
    more = len(moments) == PAGE_MOMENTS and next(coming, None) is not None
    return Series(
        moments,
        next=moments[-1].end - question.period if more else None,
        of_services=isinstance(meant, Services),
        old_versions=members is not None and members.any_old,
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


def _received(window: Window, before: int | None) -> Window:
    """The minutes whose ENDS are in the window, both bounds cut to whole seconds."""
    first = ceil(floor(window.start) / MINUTE)
    beyond = ceil(floor(window.end) / MINUTE)
    minutes = Window(float((first - 1) * MINUTE), float((beyond - 1) * MINUTE))
    if before is None:
        return minutes
    return replace(minutes, end=min(minutes.end, float(before)))


class _Members:
    """A group's traces, read once.

    `any_old`: an expression let one of them in that the group no longer has.
    """

    def __init__(self, backend: Backend, group: Group) -> None:
        self._store = backend.store
        self._membership = Membership(backend, group)
        self.any_old = False

    def of(self, received: Window) -> Iterator[Minute]:
        return minutes_of(self._admitted(received))

    def _admitted(self, received: Window) -> Iterator[Summary]:
        plan = self._membership.plan(received, TimeRangeType.EVENT)
        for summary in self._store.summaries(plan):
            if self._membership.admits(summary):
                old = self._membership.by_old_version(summary)
                self.any_old = self.any_old or old
                yield summary


def _pick(meant: Services | Edges | None) -> Pick:
    match meant:
        case None:
            return of_clients
        case Services(is_meant):
            return of_services(is_meant)
        case Edges(from_source, to_target):
            return of_edges(from_source, to_target)
