"""The names that a trace has under each topic that a plan may ask for."""

from __future__ import annotations

from collections.abc import Iterator

from xray_local.model.summary import Call, Occurrence, RootCause, Summary
from xray_local.query.plan import Topic


def names_of(summary: Summary) -> dict[Topic, set[str]]:
    names: dict[Topic, set[str]] = {topic: set() for topic in Topic}
    for occurrence in summary.occurrences:
        for topic in _shown(occurrence):
            names[topic].add(occurrence.service.name)
        if occurrence.user is not None:
            names[Topic.USER].add(occurrence.user)
    for call in summary.calls:
        for topic in _shown(call):
            names[topic].add(call.target.name)
    names[Topic.FAULT_CAUSE].update(_named(summary.fault_causes))
    names[Topic.ERROR_CAUSE].update(_named(summary.error_causes))
    return names


def _shown(seen: Occurrence | Call) -> Iterator[Topic]:
    """An error that is also a fault shows both."""
    flags, status = seen.flags, seen.http.status or 0
    if flags.error or 400 <= status <= 499:
        yield Topic.ERROR
    if flags.throttle or status == 429:
        yield Topic.THROTTLE
    if flags.fault or 500 <= status <= 599:
        yield Topic.FAULT


def _named(causes: tuple[RootCause, ...]) -> Iterator[str]:
    return (step.service.name for cause in causes for step in cause.services)
