"""What a rootcause filter looks at: the steps of root causes, and causes as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from xray_local.model.summary import (
    RootCause,
    RootCauseEntity,
    RootCauseException,
    RootCauseService,
    Summary,
)
from xray_local.query.fields import Step
from xray_local.query.syntax import CauseKind, Json, JsonObject

T = TypeVar("T")
Causes = tuple[RootCause, ...]


def causes_of(kind: CauseKind) -> Callable[[Summary], Causes]:
    """Those with no impact on the client take part as well."""
    match kind:
        case CauseKind.FAULT:
            return lambda trace: trace.fault_causes
        case CauseKind.ERROR:
            return lambda trace: trace.error_causes
        case CauseKind.RESPONSE_TIME:
            return lambda trace: trace.response_time_causes


def services_in(causes: Causes) -> Iterator[Step[RootCauseService]]:
    for cause in causes:
        yield from _steps(cause.services)


def entities_in(causes: Causes) -> Iterator[Step[RootCauseEntity]]:
    """`first`, `last` and `index` are within the entity's own service."""
    for cause in causes:
        for service in cause.services:
            yield from _steps(service.path)


def exceptions_in(causes: Causes) -> Iterator[Step[RootCauseException]]:
    for cause in causes:
        for service in cause.services:
            for entity in service.path:
                yield from _steps(entity.exceptions)


def _steps(entries: Sequence[T]) -> Iterator[Step[T]]:
    for index, entry in enumerate(entries):
        yield Step(entry, index, len(entries))


def fits(pattern: Json, actual: Json) -> bool:
    """What a pattern leaves out may be anything: members, and the end of a list."""
    match pattern, actual:
        case JsonObject(members), JsonObject(known):
            values = dict(known)
            return all(
                name in values and fits(inner, values[name]) for name, inner in members
            )
        case tuple(), tuple():
            return len(pattern) <= len(actual) and all(map(fits, pattern, actual))
        case (JsonObject() | tuple(), _) | (_, JsonObject() | tuple()):
            return False
        case _:
            # JSON's true is not 1.
            same = isinstance(pattern, bool) == isinstance(actual, bool)
            return same and pattern == actual


def as_json(causes: Causes) -> tuple[Json, ...]:
    """As GetTraceSummaries spells them: that is what users copy into a filter."""
    return tuple(
        _object(
            ClientImpacting=cause.client_impacting,
            Services=tuple(map(_service, cause.services)),
        )
        for cause in causes
    )


def _service(step: RootCauseService) -> Json:
    return _object(
        Name=step.service.name,
        Names=(step.service.name,),
        Type=step.service.type,
        AccountId=step.service.account_id,
        Inferred=step.inferred,
        EntityPath=tuple(map(_entity, step.path)),
    )


def _entity(step: RootCauseEntity) -> Json:
    exceptions = tuple(
        _object(Name=thrown.name, Message=thrown.message) for thrown in step.exceptions
    )
    return _object(
        Name=step.name,
        Remote=step.remote,
        Coverage=step.coverage,
        Exceptions=exceptions,
    )


def _object(**members: Json) -> JsonObject:
    return JsonObject(tuple(members.items()))
