"""Response-time root causes: the path along which most of the time went.

From the root, the longest step below is followed while it takes more than half of the
root's time (recordings of X-Ray refuse a quarter and a half and accept three quarters).
A callee that outlives the call works asynchronously: the path ends at the call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import inf
from typing import NamedTuple

from xray_local.graph.identity import called_service, reported_service
from xray_local.model.segment import Segment
from xray_local.model.summary import (
    RootCause,
    RootCauseEntity,
    RootCauseService,
    seconds_between,
)


class _Step(NamedTuple):
    entity: Segment
    segment: Segment  # the one that the entity belongs to
    seconds: float

    @property
    def calls(self) -> bool:
        return self.entity is not self.segment and self.entity.calls_out


def response_time_causes(
    root: Segment,
    segments: Sequence[Segment],
    answers: Mapping[str, Sequence[int]],
) -> tuple[RootCause, ...]:
    """At most one; none when no step takes more than half of the root's time.

    `answers` has the indexes of the segments right below an entity, by its id.
    """
    whole = _seconds(root)
    if whole <= 0:
        return ()
    path = [_Step(root, root, whole)]
    while longest := _longest_below(path[-1], segments, answers, more_than=whole / 2):
        path.append(longest)
    if len(path) == 1:
        return ()
    services = _reported(path, whole)
    last = path[-1]
    if last.calls and last.entity.id not in answers:
        services.append(_inferred(last, whole))
    return (RootCause(tuple(services), client_impacting=True),)


def _longest_below(
    above: _Step,
    segments: Sequence[Segment],
    answers: Mapping[str, Sequence[int]],
    *,
    more_than: float,
) -> _Step | None:
    """The first of the longest steps right below, of those that take more (seconds)."""
    longest = None
    for child in above.entity.subsegments:
        seconds = _seconds(child)
        if seconds > more_than:
            more_than, longest = seconds, _Step(child, above.segment, seconds)
    answered = answers.get(above.entity.id)
    if answered is None:
        return longest
    most = above.seconds if above.calls else inf
    for index in answered:
        callee = segments[index]
        seconds = _seconds(callee)
        if more_than < seconds <= most:
            more_than, longest = seconds, _Step(callee, callee, seconds)
    return longest


def _seconds(entity: Segment) -> float:
    """None of the root's time while it is in progress."""
    end = entity.end_time
    return 0.0 if end is None else seconds_between(entity.start_time, end)


def _reported(path: list[_Step], whole: float) -> list[RootCauseService]:
    """The services that the path goes through, each with its steps."""
    services = []
    for _, group in groupby(path, key=lambda step: id(step.segment)):
        steps = tuple(group)
        service = reported_service(steps[0].segment)
        entities = tuple(_entity(step, whole, remote=step.calls) for step in steps)
        services.append(RootCauseService(service, inferred=False, path=entities))
    return services


def _inferred(call: _Step, whole: float) -> RootCauseService:
    entity = _entity(call, whole, remote=False)
    return RootCauseService(called_service(call.entity), inferred=True, path=(entity,))


def _entity(step: _Step, whole: float, *, remote: bool) -> RootCauseEntity:
    coverage = round(step.seconds / whole, 3)
    return RootCauseEntity(step.entity.name, remote, coverage=coverage)
