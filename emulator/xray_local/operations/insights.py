"""Insights of the groups that have them enabled.

Each minute that has passed is looked at once, a few seconds after its end, and what was
learned is kept. So an insight stays when its traces are gone, and the same minute never
counts twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from xray_local.errors import InvalidRequest
from xray_local.graph.anomalies import Usual, upstream
from xray_local.graph.graph import Graph, Node
from xray_local.graph.insights import Minute, Watcher, observe
from xray_local.model.group import Group
from xray_local.model.insight import Category, Insight
from xray_local.model.summary import ServiceId
from xray_local.model.window import Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.membership import Membership
from xray_local.operations.notices import notices
from xray_local.operations.setting import Setting
from xray_local.operations.traces import check_window

MINUTE = 60
GRACE_SECONDS = 10
"""Given to a minute's traces to arrive."""

LEARNING_MINUTES = 60
"""Looked at when insights are enabled, and at most made up for after a pause."""

KEPT = 200
LONGEST_SUMMARIES = 30 * 24 * 3600
LONGEST_GRAPH = 6 * 3600


class Progress(msgspec.Struct, frozen=True, array_like=True):
    """Of one group: the next minute to look at, and what is known from those before."""

    next_minute: int
    watchers: tuple[Watcher, ...]


class Known(msgspec.Struct, frozen=True, array_like=True):
    """`progress` is by group, `insights` by id, oldest first."""

    progress: dict[str, Progress] = {}
    insights: dict[str, Insight] = {}


_KNOWN = Setting("insights", Known, Known())
_FRESH = tuple(Watcher(category) for category in Category)


def look_at_new_minutes(backend: Backend) -> None:
    """Bring all groups up to the last minute that is over."""
    before = _KNOWN.read(backend.settings)
    watched = [each for each in groups.groups(backend) if each.insights_enabled]
    if not watched and not before.progress:
        return
    after = _looked_at(backend, before, watched)
    if after == before:
        return
    # Whoever was faster has looked at the same minutes: one of the two is enough.
    kept = _KNOWN.change(
        backend.settings, lambda present: after if present == before else present
    )
    if kept is after:
        wanted = {_key(group): group for group in watched}
        now = backend.clock.now()
        for notice in notices(before.insights, after.insights, wanted, now):
            backend.notify(notice)


def _looked_at(backend: Backend, known: Known, watched: list[Group]) -> Known:
    over = int((backend.clock.now() - GRACE_SECONDS) // MINUTE)
    progress: dict[str, Progress] = {}
    insights = dict(known.insights)
    for group in watched:
        key = _key(group)
        at = known.progress.get(key, Progress(0, _FRESH))
        first = max(at.next_minute, over - LEARNING_MINUTES)
        watchers = at.watchers
        for minute in range(first, over):
            seen = _minute(backend, group, minute)
            watchers = tuple(_observe(each, seen, insights) for each in watchers)
        progress[key] = Progress(max(over, at.next_minute), watchers)
    newest = dict(list(insights.items())[-KEPT:])
    return Known(progress, newest)


def _observe(watcher: Watcher, minute: Minute, insights: dict[str, Insight]) -> Watcher:
    observed = observe(watcher, minute)
    if observed.insight is not None:
        insights[observed.insight.id] = observed.insight
    return observed.watcher


def _minute(backend: Backend, group: Group, minute: int) -> Minute:
    window = Window(minute * MINUTE, (minute + 1) * MINUTE)
    return Minute(
        end=window.end,
        graph=_graph(backend, group, window),
        group=_key(group),
        fresh_id=str(uuid.uuid4()),
    )


def _graph(backend: Backend, group: Group, window: Window) -> Graph:
    if group.is_default:
        return backend.store.graph(window)
    return backend.store.graph(window, Membership(backend, group).selection)


def _key(group: Group) -> str:
    return f"{group.name}/{group.suffix}"


@dataclass(frozen=True, slots=True)
class Found:
    """An insight and the group that it belongs to."""

    insight: Insight
    group: Group


def find_insights(
    backend: Backend, group: Group, window: Window, *, lasting: bool | None
) -> list[Found]:
    """Those that lie in the window at least in part, newest first.

    `lasting` asks for those that are not over, or for those that are.
    """
    check_window(backend, window, LONGEST_SUMMARIES, "30 days")
    return [
        Found(each, group)
        for each in _newest_first(backend)
        if each.group == _key(group)
        and each.start < window.end
        and (each.end is None or each.end >= window.start)
        and lasting in (None, each.end is None)
    ]


def usual_faults(backend: Backend, group: Group) -> dict[ServiceId, Usual]:
    """What share of faults has been learned to be usual; empty without insights."""
    look_at_new_minutes(backend)
    progress = _KNOWN.read(backend.settings).progress.get(_key(group))
    return {
        service: watched.usual
        for watcher in (progress.watchers if progress is not None else ())
        if watcher.category is Category.FAULT
        for service, watched in watcher.watch.items()
    }


def insight(backend: Backend, insight_id: str) -> Found:
    """Raises InvalidRequest for an id that is unknown, or whose group is gone."""
    named = {_key(each): each for each in groups.groups(backend)}
    for each in _newest_first(backend):
        if each.id == insight_id and each.group in named:
            return Found(each, named[each.group])
    raise InvalidRequest(f"Insight {insight_id} not found")


def impact_graph(backend: Backend, found: Found, window: Window) -> Graph:
    """The anomalous services and whoever depends on them, in that window."""
    check_window(backend, window, LONGEST_GRAPH, "6 hours")
    graph = _graph(backend, found.group, window)
    affected = set(upstream(graph, set(found.insight.anomalous)))
    return Graph(dict(_between(graph, affected)))


def _between(
    graph: Graph, services: set[ServiceId]
) -> Iterator[tuple[ServiceId, Node]]:
    for service in services:
        node = graph.nodes[service]
        edges = {
            target: edge for target, edge in node.edges.items() if target in services
        }
        yield service, msgspec.structs.replace(node, edges=edges)


def _newest_first(backend: Backend) -> list[Insight]:
    look_at_new_minutes(backend)
    known = _KNOWN.read(backend.settings)
    return sorted(known.insights.values(), key=lambda each: each.start, reverse=True)
