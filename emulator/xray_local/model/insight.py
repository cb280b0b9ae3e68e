"""Insights: a stretch of time in which services of a group did worse than usual."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import msgspec

from xray_local.model.group import Group
from xray_local.model.summary import ServiceId


class Category(Enum):
    """LATENCY goes beyond X-Ray, which knows faults only."""

    FAULT = "FAULT"
    LATENCY = "LATENCY"


class Impact(msgspec.Struct, frozen=True, array_like=True):
    """Requests since the insight began."""

    faults: int = 0
    ok: int = 0
    total: int = 0

    def plus(self, other: Impact) -> Impact:
        return Impact(
            self.faults + other.faults, self.ok + other.ok, self.total + other.total
        )


class Change(msgspec.Struct, frozen=True, array_like=True):
    """Something worth telling: it began, spread, moved or ended (epoch seconds)."""

    at: float
    summary: str
    of_clients: Impact
    of_root_cause: Impact
    anomalous: tuple[ServiceId, ...]


class Insight(msgspec.Struct, frozen=True, array_like=True):
    """Times are epoch seconds; `end` is None while it lasts.

    `group` is the group's name with its suffix. `anomalous` holds every service that was
    found to be, the root cause first; `root_cause` is the one farthest downstream.
    """

    id: str
    group: str
    category: Category
    start: float
    end: float | None
    updated_at: float
    root_cause: ServiceId
    anomalous: tuple[ServiceId, ...]
    of_clients: Impact
    of_root_cause: Impact
    changes: tuple[Change, ...]

    @property
    def summary(self) -> str:
        return self.changes[-1].summary


@dataclass(frozen=True, slots=True)
class Notice:
    """A change of an insight that a group's owner wants to be told of."""

    group: Group
    insight: Insight
    change: Change
