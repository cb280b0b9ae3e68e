"""Every keyword of the filter language: one row each.

A row says what the keyword's values are and how to read it in every scope where it may
stand; a scope without a reader is one where the keyword is a mistake. A new keyword is a
new row here and a case in the corpus, nothing else.

https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, NamedTuple, Protocol, TypeVar

from xray_local.model.segment import Scalar
from xray_local.model.summary import (
    Call,
    Flags,
    HttpFacts,
    Occurrence,
    RootCauseEntity,
    RootCauseException,
    RootCauseService,
    Summary,
)
from xray_local.query.syntax import Operator

Value = Scalar | tuple[Scalar, ...] | None
"""What a field holds: None if it is not set, a tuple if it can hold several values."""

T = TypeVar("T")
Reader = Callable[[T], Value]

Annotations = dict[str, tuple[Scalar, ...]]


class Kind(Enum):
    """The type of a field's values, with the operators that can mean something."""

    BOOLEAN = "a boolean"
    NUMBER = "a number"
    STRING = "a string"

    @property
    def operators(self) -> tuple[Operator, ...]:
        return _OPERATORS[self]


_OPERATORS = {
    Kind.BOOLEAN: (Operator.EQ, Operator.NE),
    Kind.NUMBER: (
        Operator.EQ,
        Operator.NE,
        Operator.LT,
        Operator.LE,
        Operator.GT,
        Operator.GE,
    ),
    Kind.STRING: (
        Operator.EQ,
        Operator.NE,
        Operator.CONTAINS,
        Operator.BEGINSWITH,
        Operator.ENDSWITH,
    ),
}


class Visit(NamedTuple):
    """An occurrence with the summary it is part of: what a service() filter sees."""

    occurrence: Occurrence
    summary: Summary


class Crossing(NamedTuple):
    """A call with the summary it is part of: what an edge() filter sees.

    What a call itself does not tell (user, annotations, where it ran) is read from the
    service that answered.
    """

    call: Call
    summary: Summary

    @property
    def answer(self) -> Occurrence:
        return self.summary.occurrences[self.call.answered_by]


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One entry of a root cause's list, and where in the list it stands."""

    entry: T
    index: int
    length: int


@dataclass(frozen=True, slots=True)
class Field:
    """A row. Each reader belongs to a scope; see `Scope`."""

    kind: Kind
    trace: Reader[Summary] | None = None
    service: Reader[Visit] | None = None
    edge: Reader[Crossing] | None = None
    cause_service: Reader[Step[RootCauseService]] | None = None
    cause_entity: Reader[Step[RootCauseEntity]] | None = None
    cause_exception: Reader[Step[RootCauseException]] | None = None


class _Answered(Protocol):
    """What a summary, an occurrence and a call have in common."""

    @property
    def flags(self) -> Flags: ...
    @property
    def http(self) -> HttpFacts: ...
    @property
    def response_time(self) -> float | None: ...


def _milliseconds(seconds: float | None) -> float | None:
    """To the millisecond, as X-Ray reports: what a list shows can be asked for."""
    return None if seconds is None else round(seconds, 3)


def _throttled(subject: _Answered) -> bool:
    return subject.flags.throttle or subject.http.status == 429


def _faulted(subject: _Answered) -> bool:
    return subject.flags.fault or 500 <= (subject.http.status or 0) <= 599


def _erred(subject: _Answered) -> bool:
    failed = subject.flags.error or 400 <= (subject.http.status or 0) <= 499
    return failed and not _throttled(subject)


def _fine(subject: _Answered) -> bool:
    return not (_throttled(subject) or _faulted(subject) or _erred(subject))


def _settled(occurrence: Occurrence) -> float | None:
    """An occurrence's duration, its asynchronous work included."""
    if occurrence.end is None or occurrence.settled_end is None:
        return None
    return _milliseconds(occurrence.settled_end - occurrence.start)


def _answered(kind: Kind, read: Reader[_Answered]) -> Field:
    """A field of the trace's root, of a service and of a caller's view alike."""
    return Field(
        kind,
        trace=read,
        service=lambda visit: read(visit.occurrence),
        edge=lambda crossing: read(crossing.call),
    )


def _outcome(flag: Reader[Summary], seen: Reader[_Answered]) -> Field:
    """A flag of the root at trace level, as `HasError` and its like say it.

    Inside braces a status counts as well as a flag: the map colours its nodes and edges
    that way.
    """
    return Field(
        Kind.BOOLEAN,
        trace=flag,
        service=lambda visit: seen(visit.occurrence),
        edge=lambda crossing: seen(crossing.call),
    )


def _origin(trace: Reader[Summary], segment: Reader[Occurrence]) -> Field:
    """A string that any segment may carry."""
    return Field(
        Kind.STRING,
        trace=trace,
        service=lambda visit: segment(visit.occurrence),
        edge=lambda crossing: segment(crossing.answer),
    )


FIELDS: dict[str, Field] = {
    "ok": _outcome(
        lambda trace: (
            not (trace.flags.error or trace.flags.throttle or trace.flags.fault)
        ),
        _fine,
    ),
    "error": _outcome(
        lambda trace: trace.flags.error and not trace.flags.throttle, _erred
    ),
    "throttle": _outcome(lambda trace: trace.flags.throttle, _throttled),
    "fault": _outcome(lambda trace: trace.flags.fault, _faulted),
    "partial": Field(
        Kind.BOOLEAN,
        trace=lambda trace: trace.partial,
        service=lambda visit: visit.summary.partial,
        edge=lambda crossing: crossing.summary.partial,
    ),
    "responsetime": _answered(
        Kind.NUMBER, lambda subject: _milliseconds(subject.response_time)
    ),
    "duration": Field(
        Kind.NUMBER,
        trace=lambda trace: _milliseconds(trace.duration),
        service=lambda visit: _settled(visit.occurrence),
        edge=lambda crossing: _milliseconds(crossing.call.response_time),
    ),
    "http.status": _answered(Kind.NUMBER, lambda subject: subject.http.status),
    "http.url": _answered(Kind.STRING, lambda subject: subject.http.url),
    "http.method": _answered(Kind.STRING, lambda subject: subject.http.method),
    "http.useragent": _answered(Kind.STRING, lambda subject: subject.http.user_agent),
    "http.clientip": _answered(Kind.STRING, lambda subject: subject.http.client_ip),
    "user": _origin(lambda trace: trace.users, lambda seen: seen.user),
    "resource.arn": _origin(
        lambda trace: trace.resource_arns, lambda seen: seen.resource_arn
    ),
    "instance.id": _origin(
        lambda trace: trace.instance_ids, lambda seen: seen.instance_id
    ),
    "availabilityzone": _origin(
        lambda trace: trace.availability_zones, lambda seen: seen.availability_zone
    ),
    "inferred": Field(
        Kind.BOOLEAN,
        trace=lambda trace: any(seen.inferred for seen in trace.occurrences),
        service=lambda visit: visit.occurrence.inferred,
        cause_service=lambda step: step.entry.inferred,
    ),
    "root": Field(Kind.BOOLEAN, service=lambda visit: visit.occurrence.root),
    "name": Field(
        Kind.STRING,
        service=lambda visit: visit.occurrence.service.name,
        cause_service=lambda step: step.entry.service.name,
        cause_entity=lambda step: step.entry.name,
        cause_exception=lambda step: step.entry.name,
    ),
    "type": Field(
        Kind.STRING,
        service=lambda visit: visit.occurrence.service.type,
        cause_service=lambda step: step.entry.service.type,
    ),
    "remote": Field(Kind.BOOLEAN, cause_entity=lambda step: step.entry.remote),
    "coverage": Field(Kind.NUMBER, cause_entity=lambda step: step.entry.coverage),
    "message": Field(Kind.STRING, cause_exception=lambda step: step.entry.message),
    "first": Field(
        Kind.BOOLEAN,
        cause_service=lambda step: step.index == 0,
        cause_entity=lambda step: step.index == 0,
        cause_exception=lambda step: step.index == 0,
    ),
    "last": Field(
        Kind.BOOLEAN,
        cause_service=lambda step: step.index == step.length - 1,
        cause_entity=lambda step: step.index == step.length - 1,
        cause_exception=lambda step: step.index == step.length - 1,
    ),
    "index": Field(
        Kind.NUMBER,
        cause_service=lambda step: step.index,
        cause_entity=lambda step: step.index,
        cause_exception=lambda step: step.index,
    ),
}
