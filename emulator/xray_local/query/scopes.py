"""Where in an expression a field stands, and so what it is read from.

A filter in braces is evaluated on each thing that its selector picks: a service's
occurrence, a call, a step of a root cause. No keyword looks at two of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from xray_local.model.segment import Scalar
from xray_local.model.summary import (
    RootCauseEntity,
    RootCauseException,
    RootCauseService,
    ServiceId,
    Summary,
)
from xray_local.query import fields, syntax
from xray_local.query.fields import FIELDS, Crossing, Reader, Step, Visit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope(Generic[T]):
    """`where` completes "... stands" in an error; `sides` are annotation prefixes."""

    where: str
    keyword: Callable[[fields.Field], Reader[T] | None]
    annotation: Callable[[syntax.Annotation], Reader[T]] | None = None
    sides: tuple[str, ...] = ()

    def reader(self, field: syntax.Field) -> Reader[T] | None:
        """How to read the field here; None where it must not stand."""
        match field:
            case syntax.Keyword(name):
                row = FIELDS.get(name)
                return None if row is None else self.keyword(row)
            case syntax.Annotation(_, side):
                if self.annotation is None or (side and side not in self.sides):
                    return None
                return self.annotation(field)

    @property
    def keywords(self) -> tuple[str, ...]:
        return tuple(name for name, row in FIELDS.items() if self.keyword(row))


def _trace_annotation(field: syntax.Annotation) -> Reader[Summary]:
    key = field.key
    return lambda trace: trace.annotations.get(key)


def _service_annotation(field: syntax.Annotation) -> Reader[Visit]:
    key = field.key
    return lambda visit: visit.occurrence.annotations.get(key)


def _edge_annotation(field: syntax.Annotation) -> Reader[Crossing]:
    key = field.key
    if field.side == "source":
        return lambda crossing: _annotated(crossing.summary, crossing.call.source, key)
    return lambda crossing: crossing.answer.annotations.get(key)


def _annotated(trace: Summary, service: ServiceId, key: str) -> tuple[Scalar, ...]:
    """A call names its source only, so every occurrence of the source counts."""
    found = (
        seen.annotations.get(key, ())
        for seen in trace.occurrences
        if seen.service == service
    )
    return tuple(chain.from_iterable(found))


TRACE: Scope[Summary] = Scope(
    "outside braces", lambda row: row.trace, _trace_annotation
)
SERVICE: Scope[Visit] = Scope(
    "inside service() { }", lambda row: row.service, _service_annotation
)
EDGE: Scope[Crossing] = Scope(
    "inside edge() { }",
    lambda row: row.edge,
    _edge_annotation,
    sides=("source", "destination"),
)
CAUSE_SERVICE: Scope[Step[RootCauseService]] = Scope(
    "inside rootcause.*.service { }", lambda row: row.cause_service
)
CAUSE_ENTITY: Scope[Step[RootCauseEntity]] = Scope(
    "inside rootcause.*.entity { }", lambda row: row.cause_entity
)
CAUSE_EXCEPTION: Scope[Step[RootCauseException]] = Scope(
    "inside rootcause.*.exception { }", lambda row: row.cause_exception
)

AnyScope = (
    Scope[Summary]
    | Scope[Visit]
    | Scope[Crossing]
    | Scope[Step[RootCauseService]]
    | Scope[Step[RootCauseEntity]]
    | Scope[Step[RootCauseException]]
)
ALL: tuple[AnyScope, ...] = (
    TRACE,
    SERVICE,
    EDGE,
    CAUSE_SERVICE,
    CAUSE_ENTITY,
    CAUSE_EXCEPTION,
)


def of_part(part: syntax.CausePart) -> AnyScope:
    """The scope of a root cause selector's braces."""
    match part:
        case syntax.CausePart.SERVICE:
            return CAUSE_SERVICE
        case syntax.CausePart.ENTITY:
            return CAUSE_ENTITY
        case syntax.CausePart.EXCEPTION:
            return CAUSE_EXCEPTION
