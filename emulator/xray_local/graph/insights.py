"""From anomalous nodes to an insight: opened, carried on, closed."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from xray_local.graph.anomalies import (
    Watch,
    anomalous,
    root_cause,
    watch_minute,
)
from xray_local.graph.graph import Graph
from xray_local.graph.series import of_clients
from xray_local.graph.statistics import Statistics
from xray_local.model.insight import Category, Change, Impact, Insight
from xray_local.model.summary import ServiceId

MINUTE = 60
QUIET_MINUTES = 5
"""Without an anomaly, until an insight is over."""


class Watcher(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one group and one category; `insight` is the one that lasts."""

    category: Category
    watch: Watch = {}
    insight: Insight | None = None
    quiet: int = 0


@dataclass(frozen=True, slots=True)
class Observed:
    """`insight` is the one that this minute opened, changed or closed, if any."""

    watcher: Watcher
    insight: Insight | None


@dataclass(frozen=True, slots=True)
class Minute:
    """A group's graph of one minute. `fresh_id` is for an insight that it opens."""

    end: float
    graph: Graph
    group: str
    fresh_id: str


def observe(watcher: Watcher, minute: Minute) -> Observed:
    """The watcher a minute later."""
    watch = watch_minute(watcher.watch, minute.graph, watcher.category)
    found = anomalous(watch)
    if watcher.insight is None:
        insight = _opened(watch, found, watcher.category, minute) if found else None
        return Observed(Watcher(watcher.category, watch, insight), insight)
    if found:
        insight = _carried_on(watcher.insight, found, minute)
        return Observed(Watcher(watcher.category, watch, insight), insight)
    quiet = watcher.quiet + 1
    if quiet < QUIET_MINUTES:
        waiting = Watcher(watcher.category, watch, watcher.insight, quiet)
        return Observed(waiting, None)
    closed = _closed(watcher.insight, minute)
    return Observed(Watcher(watcher.category, watch), closed)


def _opened(
    watch: Watch, found: set[ServiceId], category: Category, minute: Minute
) -> Insight:
    """It began with the first suspicious minute that is remembered."""
    cause = root_cause(found, minute.graph)
    began = max(
        len(watch[each].suspicious) - watch[each].suspicious.index(True)
        for each in found
    )
    insight = Insight(
        id=minute.fresh_id,
        group=minute.group,
        category=category,
        start=minute.end - began * MINUTE,
        end=None,
        updated_at=minute.end,
        root_cause=cause,
        anomalous=_ordered(cause, found),
        of_clients=Impact(),
        of_root_cause=Impact(),
        changes=(),
    )
    return _told(_counted(insight, minute), minute.end, _beginning(insight))


def _carried_on(insight: Insight, found: set[ServiceId], minute: Minute) -> Insight:
    cause = root_cause(found, minute.graph)
    spread = found - set(insight.anomalous)
    after = _counted(
        msgspec.structs.replace(
            insight,
            root_cause=cause,
            anomalous=_ordered(cause, {*insight.anomalous, *found}),
            updated_at=minute.end,
        ),
        minute,
    )
    if cause != insight.root_cause:
        return _told(after, minute.end, f"The root cause moved to {cause.name}.")
    if spread:
        names = ", ".join(sorted(each.name for each in spread))
        return _told(after, minute.end, f"{names} is affected, too.")
    return after


def _closed(insight: Insight, minute: Minute) -> Insight:
    ended = msgspec.structs.replace(
        insight,
        end=minute.end - QUIET_MINUTES * MINUTE,
        updated_at=minute.end,
    )
    name = insight.root_cause.name
    return _told(ended, minute.end, f"{name} is as usual again.")


def _counted(insight: Insight, minute: Minute) -> Insight:
    node = minute.graph.nodes.get(insight.root_cause)
    clients = Statistics()
    for figures in of_clients(minute.graph.nodes):
        clients.merge(figures.statistics)
    return msgspec.structs.replace(
        insight,
        of_clients=insight.of_clients.plus(_impact(clients)),
        of_root_cause=insight.of_root_cause.plus(
            _impact(Statistics() if node is None else node.statistics)
        ),
    )


def _impact(statistics: Statistics) -> Impact:
    return Impact(statistics.fault, statistics.ok, statistics.total)


def _told(insight: Insight, at: float, summary: str) -> Insight:
    change = Change(
        at, summary, insight.of_clients, insight.of_root_cause, insight.anomalous
    )
    return msgspec.structs.replace(insight, changes=(*insight.changes, change))


def _beginning(insight: Insight) -> str:
    name = insight.root_cause.name
    if insight.category is Category.FAULT:
        return f"{name} has more faults than usual."
    return f"{name} takes longer than usual."


def _ordered(cause: ServiceId, found: set[ServiceId]) -> tuple[ServiceId, ...]:
    others = sorted(found - {cause}, key=lambda each: (each.name, each.type or ""))
    return (cause, *others)
