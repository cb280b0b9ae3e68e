"""Fault and error root causes: the one path that leads to what went wrong.

X-Ray publishes no rules for these. Ours are read from recordings of its answers:

* Only flagged entities count. A failing call to another service beats a local exception;
  among local entities the deepest with an exception ends the path.
* X-Ray chooses between equal candidates by a hash of ids and names. We take the lowest
  id, so that the same trace always has the same cause.
* An entity whose `cause` names an exception elsewhere points the path there; if that
  exception never arrived, there is no path.
* A failing service below a healthy root is a cause of its own, without client impact.

Not recorded, so our choice: a failing call that a reported segment answered leads into
that segment, and ends there if nothing below explains more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

from xray_local.graph.identity import called_service, reported_service
from xray_local.model.segment import Cause, Segment, ThrownException
from xray_local.model.summary import (
    RootCause,
    RootCauseEntity,
    RootCauseException,
    RootCauseService,
)

Failed = Callable[[Segment], bool]


def fault_causes(segments: Sequence[Segment]) -> tuple[RootCause, ...]:
    return _Failures(segments, lambda entity: entity.fault).causes()


def error_causes(segments: Sequence[Segment]) -> tuple[RootCause, ...]:
    """Throttled calls are errors here, as in X-Ray."""
    return _Failures(segments, lambda entity: entity.error or entity.throttle).causes()


class _Step:
    """An entity in the tree of the whole trace, across services."""

    __slots__ = ("above", "answered", "below", "entity", "segment")

    def __init__(self, entity: Segment, segment: Segment) -> None:
        self.entity = entity
        self.segment = segment  # the one that the entity belongs to
        self.above: _Step | None = None
        self.below: list[_Step] = []
        self.answered = False  # by a reported segment

    def hang(self, below: _Step) -> None:
        below.above = self
        self.below.append(below)
        self.answered = self.answered or below.reported

    @property
    def reported(self) -> bool:
        return self.entity is self.segment

    @property
    def root(self) -> bool:
        return self.reported and self.entity.parent_id is None

    @property
    def calls(self) -> bool:
        return self.entity.calls_out and not self.reported

    @property
    def inferred(self) -> bool:
        """A call that nobody answered by a segment: it stands for the callee too."""
        return self.calls and not self.answered


class _Strength(IntEnum):
    """What a failed entity leads to, weakest first."""

    NOTHING = 0
    EXCEPTION = 1
    CALL = 2


class _Lead(NamedTuple):
    """Where the path from a failed entity ends, and how much that explains."""

    strength: _Strength
    end: _Step


class _Failures:
    """The failed entities of one kind, and what each leads to."""

    def __init__(self, segments: Sequence[Segment], failed: Failed) -> None:
        self.order = _tree(segments)
        self.owners = _exception_owners(self.order)
        self.leads: dict[_Step, _Lead] = {}
        for step in reversed(self.order):
            if failed(step.entity):
                self.leads[step] = self._lead(step)

    def causes(self) -> tuple[RootCause, ...]:
        """One for every failed service that no failure above it explains."""
        explained: set[_Step] = set()
        causes = []
        for step in self.order:
            if step not in self.leads:
                continue
            if step in explained or step.above in explained:
                explained.add(step)
            elif step.reported or step.inferred:
                path = self._path(step)
                # Beside a path that a reference dictates, failed calls stand alone.
                referring = _reference(step.entity) is not None
                explained.update(path[1:] if referring else [step])
                if path:
                    causes.append(_cause(path))
        return tuple(causes)

    def _lead(self, step: _Step) -> _Lead:
        reference = _reference(step.entity)
        if reference is not None:
            return self._referenced(step, reference)
        best = min(
            (self.leads[child] for child in step.below if child in self.leads),
            key=lambda lead: (-lead.strength, lead.end.entity.id),
            default=_Lead(_Strength.NOTHING, step),
        )
        if step.inferred and best.strength is not _Strength.CALL:
            return _Lead(_Strength.CALL, step)
        if step.calls:
            return _Lead(_Strength.CALL, best.end)
        if best.strength is not _Strength.NOTHING:
            return best
        if _exceptions(step.entity):
            return _Lead(_Strength.EXCEPTION, step)
        return _Lead(_Strength.NOTHING, step)

    def _referenced(self, step: _Step, reference: str) -> _Lead:
        owner = self.owners.get(reference)
        if owner is None:
            return _Lead(_Strength.NOTHING, step)
        if owner.calls and owner is not step:
            return self.leads.get(owner, _Lead(_Strength.CALL, owner))
        return _Lead(_Strength.EXCEPTION, owner)

    def _path(self, start: _Step) -> list[_Step]:
        """The steps from a failed entity to the end of its lead; empty if it has none."""
        lead = self.leads[start]
        if lead.strength is _Strength.NOTHING:
            explains_itself = not start.root and _reference(start.entity) is None
            return [start] if explains_itself else []
        path = [lead.end]
        while path[-1] is not start:
            above = path[-1].above
            if above is None:
                return []  # the reference points outside of this failure
            path.append(above)
        path.reverse()
        return path


def _tree(segments: Sequence[Segment]) -> list[_Step]:
    """Every entity of the trace, each after the one above it."""
    steps: dict[str, _Step] = {}
    reported = [_grow(segment, steps) for segment in segments]
    order = []
    for top in reported:
        above = steps.get(top.entity.parent_id or "")
        if above is None:
            order.append(top)
        else:
            above.hang(top)
    for step in order:
        order.extend(step.below)
    return order


def _grow(segment: Segment, steps: dict[str, _Step]) -> _Step:
    top = steps[segment.id] = _Step(segment, segment)
    pending = [top]
    while pending:
        step = pending.pop()
        for child in step.entity.subsegments:
            below = steps[child.id] = _Step(child, segment)
            step.hang(below)
            pending.append(below)
    return top


def _exception_owners(order: Iterable[_Step]) -> dict[str, _Step]:
    """Who recorded an exception, by its id; an entity's own id points to it as well."""
    owners = {step.entity.id: step for step in order}
    for step in order:
        for exception in _exceptions(step.entity):
            if exception.id is not None:
                owners[exception.id] = step
    return owners


def _exceptions(entity: Segment) -> tuple[ThrownException, ...]:
    return entity.cause.exceptions if isinstance(entity.cause, Cause) else ()


def _reference(entity: Segment) -> str | None:
    """The id of an exception elsewhere that the entity gives as its cause."""
    if isinstance(entity.cause, Cause):
        return None if entity.cause.exceptions else entity.cause.id
    return entity.cause


def _cause(path: list[_Step]) -> RootCause:
    """The path by service; the last one is inferred if nobody answered the last call."""
    start, end = path[0], path[-1]
    if start.inferred:
        return RootCause((_inferred(start.entity),), client_impacting=False)
    services = [
        RootCauseService(
            reported_service(steps[0].segment),
            inferred=False,
            path=tuple(_entity(step) for step in steps),
        )
        for steps in _by_segment(path)
    ]
    if end.inferred:
        services.append(_inferred(end.entity))
    return RootCause(tuple(services), client_impacting=start.root)


def _by_segment(path: list[_Step]) -> list[list[_Step]]:
    return [
        list(steps) for _, steps in groupby(path, key=lambda step: id(step.segment))
    ]


def _entity(step: _Step) -> RootCauseEntity:
    return RootCauseEntity(
        step.entity.name,
        remote=step.calls,
        exceptions=tuple(
            RootCauseException(exception.type, exception.message)
            for exception in _exceptions(step.entity)
        ),
    )


def _inferred(call: Segment) -> RootCauseService:
    return RootCauseService(
        called_service(call),
        inferred=True,
        path=(RootCauseEntity(call.name, remote=False),),
    )
