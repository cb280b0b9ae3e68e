"""Response-time root causes: the path along which most of the time went.

From the root, the longest step below is followed while it takes more than half of the
root's time (recordings of X-Ray refuse a quarter and a half and accept three quarters).
A callee that outlives the call works asynchronously: the path ends at the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
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

    @property
    def calls(self) -> bool:
        return self.entity.calls_out and self.entity is not self.segment


def response_time_causes(
    root: Segment,
    segments: Sequence[Segment],
    answers: Mapping[str, Sequence[int]],
) -> tuple[RootCause, ...]:
    """At most one; none when no step takes more than half of the root's time.

    `answers` has the indexes of the segments right below an entity, by its id.
    """
    whole = _seconds(root)
    path = [_Step(root, root)]
    while True:
        below = _below(path[-1], segments, answers)
        longest = max(below, key=lambda step: _seconds(step.entity), default=None)
        if longest is None or _seconds(longest.entity) * 2 <= whole:
            break
        path.append(longest)
    if len(path) == 1 or whole <= 0:
        return ()
    services = [_reported(steps, whole) for steps in _by_segment(path)]
    last = path[-1]
    if last.calls and last.entity.id not in answers:
        services.append(_inferred(last.entity, whole))
    return (RootCause(tuple(services), client_impacting=True),)


def _below(
    above: _Step, segments: Sequence[Segment], answers: Mapping[str, Sequence[int]]
) -> Iterator[_Step]:
    entity = above.entity
    for child in entity.subsegments:
        yield _Step(child, above.segment)
    for index in answers.get(entity.id, ()):
        callee = segments[index]
        if not above.calls or _seconds(callee) <= _seconds(entity):
            yield _Step(callee, callee)


def _seconds(entity: Segment) -> float:
    """None of the root's time while it is in progress."""
    if entity.end_time is None:
        return 0.0
    return seconds_between(entity.start_time, entity.end_time)


def _by_segment(path: list[_Step]) -> list[list[_Step]]:
    return [
        list(steps) for _, steps in groupby(path, key=lambda step: id(step.segment))
    ]


def _reported(steps: list[_Step], whole: float) -> RootCauseService:
    return RootCauseService(
        reported_service(steps[0].segment),
        inferred=False,
        path=tuple(
            RootCauseEntity(
                step.entity.name,
                remote=step.calls,
                coverage=_coverage(step.entity, whole),
            )
            for step in steps
        ),
    )


def _inferred(call: Segment, whole: float) -> RootCauseService:
    entity = RootCauseEntity(call.name, remote=False, coverage=_coverage(call, whole))
    return RootCauseService(called_service(call), inferred=True, path=(entity,))


def _coverage(entity: Segment, whole: float) -> float:
    return round(_seconds(entity) / whole, 3)
