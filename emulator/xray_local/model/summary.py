"""What X-Ray knows of one trace without opening it: a summary.

Filters and graphs are answered from summaries alone. A summary lists each time a
service took part (an occurrence) and each call between two services, as X-Ray's service
graph sees them. Summaries are kept by the stores as MessagePack arrays, so members are
only ever added at the end.
"""

from __future__ import annotations

import msgspec

from xray_local.model.outcome import Outcome, outcome_of
from xray_local.model.segment import Scalar


class ServiceId(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The identity of a node of the service graph.

    `type` is AWS's: an origin such as `AWS::EC2::Instance`, `client`, `remote`, or None
    for a segment that names no origin.
    """

    name: str
    type: str | None = None
    account_id: str | None = None


class HttpFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    url: str | None = None
    method: str | None = None
    status: int | None = None
    user_agent: str | None = None
    client_ip: str | None = None


NO_HTTP = HttpFacts()


class Flags(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """X-Ray's three flags as they were sent."""

    error: bool = False
    throttle: bool = False
    fault: bool = False


def seconds_between(start: float, end: float) -> float:
    """To the microsecond: what lies beyond is the noise of epoch seconds as floats."""
    return round(end - start, 6)


class Occurrence(msgspec.Struct, frozen=True, array_like=True):
    """One time that a service took part in a trace.

    Reported by the service's own segment, or inferred from a caller's subsegment
    (`inferred`) when the service sent none. Times are epoch seconds; `end` is None while
    in progress, and such an occurrence counts in no statistics. `settled_end` is the
    latest end among the occurrence's own work, subsegments included: what the duration
    histogram measures.
    """

    service: ServiceId
    start: float
    end: float | None
    settled_end: float | None
    flags: Flags
    http: HttpFacts
    root: bool
    inferred: bool
    user: str | None = None
    annotations: dict[str, tuple[Scalar, ...]] = {}
    resource_arn: str | None = None
    instance_id: str | None = None
    availability_zone: str | None = None

    @property
    def response_time(self) -> float | None:
        return None if self.end is None else seconds_between(self.start, self.end)

    @property
    def outcome(self) -> Outcome:
        return _outcome(self.flags, self.http)


class Call(msgspec.Struct, frozen=True, array_like=True):
    """One call from a service to another, as its CALLER measured it.

    `target` is the service that answered; `alias` is how the caller named it where that
    differs. `answered_by` is the index of the target's occurrence in the summary.
    A call from the client has the root's own figures.
    """

    source: ServiceId
    target: ServiceId
    start: float
    end: float | None
    flags: Flags
    http: HttpFacts
    answered_by: int
    alias: ServiceId | None = None

    @property
    def response_time(self) -> float | None:
        return None if self.end is None else seconds_between(self.start, self.end)

    @property
    def outcome(self) -> Outcome:
        return _outcome(self.flags, self.http)


class Sender(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who sent what a linked trace took up, and when it was sent (epoch seconds)."""

    service: ServiceId
    sent_at: float


class TraceLink(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A segment's link to an entity of another trace, with how the segment ended.

    `trace_id` and `service` have the link; `linked_trace_id` and `entity_id` are what it
    names. `reference_type` is `parent` where the other trace caused this one.
    `sender` is what the OTHER trace says, so a store keeps it in step with both; None
    while the link leads nowhere.
    """

    trace_id: str
    service: ServiceId
    linked_trace_id: str
    entity_id: str | None
    reference_type: str | None
    start: float
    end: float | None
    outcome: Outcome
    sender: Sender | None = None

    @property
    def to_cause(self) -> bool:
        """Whether the other trace caused this one, rather than the reverse.

        One that says no type is: OpenTelemetry's say none.
        """
        return self.reference_type != "child"


class RootCauseException(msgspec.Struct, frozen=True, array_like=True, gc=False):
    name: str | None
    message: str | None


class RootCauseEntity(msgspec.Struct, frozen=True, array_like=True):
    """A step of a root cause's path inside one service.

    `coverage` (0 to 1, the share of the root's response time) is set on response-time
    causes only, `exceptions` on fault and error causes only.
    """

    name: str
    remote: bool
    exceptions: tuple[RootCauseException, ...] = ()
    coverage: float | None = None


class RootCauseService(msgspec.Struct, frozen=True, array_like=True):
    service: ServiceId
    inferred: bool
    path: tuple[RootCauseEntity, ...]


class RootCause(msgspec.Struct, frozen=True, array_like=True):
    """One path from the entry point, or from a failing service, to what went wrong."""

    services: tuple[RootCauseService, ...]
    client_impacting: bool


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """One trace in brief (service-graph.md, 6).

    Times are epoch seconds. `start` is the earliest start, `end` the latest completed
    end. `duration` is None while nothing has completed; `response_time`, `entry_point`,
    `flags` and `http` come from the root segment alone and are None or empty without one.
    """

    trace_id: str
    start: float
    end: float | None
    duration: float | None
    response_time: float | None
    flags: Flags
    http: HttpFacts
    partial: bool
    revision: int
    received_at: float
    entry_point: ServiceId | None = None
    annotations: dict[str, tuple[Scalar, ...]] = {}
    users: tuple[str, ...] = ()
    resource_arns: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    availability_zones: tuple[str, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    calls: tuple[Call, ...] = ()
    fault_causes: tuple[RootCause, ...] = ()
    error_causes: tuple[RootCause, ...] = ()
    response_time_causes: tuple[RootCause, ...] = ()
    links: tuple[TraceLink, ...] = ()

    @property
    def services(self) -> tuple[ServiceId, ...]:
        """Every node of this trace, the client included, each once."""
        sources = (call.source for call in self.calls)
        reached = (occurrence.service for occurrence in self.occurrences)
        return tuple(dict.fromkeys((*reached, *sources)))


def _outcome(flags: Flags, http: HttpFacts) -> Outcome:
    return outcome_of(
        error=flags.error,
        throttle=flags.throttle,
        fault=flags.fault,
        status=http.status,
    )
