"""How a trace is made up, apart from its times: its roles.

A role is a service's part in a trace, with the calls that it answered, or one root
cause. Traces differ in when things happened; their roles are few and come again and
again. So whatever a filter asks of a trace's texts and outcomes is asked once of each
role, and then is a question of which traces have that role.

A text that never comes twice (an order's number, a URL with an id) would make every role
a new one: such a text is `loose`, left out of the role and kept as a word of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from xray_local.model.segment import Scalar
from xray_local.model.summary import (
    NO_HTTP,
    Call,
    Flags,
    HttpFacts,
    Occurrence,
    RootCause,
    ServiceId,
    Summary,
)

ANNOTATIONS = "annotations"
"""All annotations, where a service is loose with too many of its keys."""

PATH = "path"
"""What happened inside the services of a root cause: entities and exceptions."""

ANNOTATION = "annotation."
"""Before a key, the name of one loose annotation; keywords are other fields' names."""


class RoleCall(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call without its times."""

    source: ServiceId
    target: ServiceId
    flags: Flags
    http: HttpFacts
    alias: ServiceId | None


class ServiceRole(msgspec.Struct, frozen=True, array_like=True, tag=0):
    """An occurrence without its times, and the calls that it answered."""

    service: ServiceId
    flags: Flags
    http: HttpFacts
    root: bool
    inferred: bool
    user: str | None
    annotations: dict[str, tuple[Scalar, ...]]
    resource_arn: str | None
    instance_id: str | None
    availability_zone: str | None
    calls: tuple[RoleCall, ...]
    loose: tuple[str, ...] = ()


class CauseRole(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """A root cause without coverage; `kind` is as in `rootcause.<kind>`."""

    kind: str
    cause: RootCause
    loose: tuple[str, ...] = ()


Role = ServiceRole | CauseRole


class LoneRole(NamedTuple):
    """The summary of a trace that has one role alone, at no time in particular.

    A filter that is true of some part of a trace is true of this, too, if the part is
    this role; what it says of times, or of what is loose, means nothing.
    """

    summary: Summary
    loose: tuple[str, ...]


def lone(role: Role) -> LoneRole:
    if isinstance(role, CauseRole):
        return LoneRole(_summary_of_cause(role), role.loose)
    return LoneRole(_summary_of_service(role), role.loose)


def _summary_of_service(role: ServiceRole) -> Summary:
    seen = Occurrence(
        role.service,
        0.0,
        0.0,
        0.0,
        role.flags,
        role.http,
        role.root,
        role.inferred,
        role.user,
        role.annotations,
        role.resource_arn,
        role.instance_id,
        role.availability_zone,
    )
    return _summary(
        http=role.http if role.root else NO_HTTP,
        annotations=role.annotations,
        users=_known(role.user),
        resource_arns=_known(role.resource_arn),
        instance_ids=_known(role.instance_id),
        availability_zones=_known(role.availability_zone),
        occurrences=(seen,),
        calls=tuple(
            Call(
                call.source, call.target, 0.0, 0.0, call.flags, call.http, 0, call.alias
            )
            for call in role.calls
        ),
    )


def _summary_of_cause(role: CauseRole) -> Summary:
    causes = (role.cause,)
    return _summary(
        fault_causes=causes if role.kind == "fault" else (),
        error_causes=causes if role.kind == "error" else (),
        response_time_causes=causes if role.kind == "responsetime" else (),
    )


def _summary(http: HttpFacts = NO_HTTP, **parts: object) -> Summary:
    return msgspec.structs.replace(_EMPTY, http=http, **parts)


_EMPTY = Summary("", 0.0, 0.0, 0.0, 0.0, Flags(), NO_HTTP, False, 0, 0.0)


def _known(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()
