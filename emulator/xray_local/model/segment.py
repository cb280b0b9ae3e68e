"""A segment or subsegment as it was sent, reduced to what gives it a meaning.

Only the members that decide something are decoded: the document's own bytes are kept
beside this value and are what a reader gets back. Subsegments have the same shape, so
one class serves both, as in X-Ray's own schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

Scalar = bool | int | float | str
"""An annotation's value."""

EntityId = Annotated[str, msgspec.Meta(min_length=16, max_length=16)]
"""16 hex digits, unique within a trace. `wire.documents` sees to the digits: a pattern
here would take half of the time of reading a document."""


class HttpRequest(msgspec.Struct, frozen=True, gc=False):
    method: str | None = None
    url: str | None = None
    user_agent: str | None = None
    client_ip: str | None = None


class HttpResponse(msgspec.Struct, frozen=True, gc=False):
    status: int | None = None


class Http(msgspec.Struct, frozen=True, gc=False):
    request: HttpRequest | None = None
    response: HttpResponse | None = None


class Ec2(msgspec.Struct, frozen=True, gc=False):
    instance_id: str | None = None
    availability_zone: str | None = None


class Aws(msgspec.Struct, frozen=True, gc=False):
    """Where a segment ran, or which AWS operation a subsegment called."""

    account_id: str | None = None
    operation: str | None = None
    table_name: str | None = None
    bucket_name: str | None = None
    queue_url: str | None = None
    topic_arn: str | None = None
    function_name: str | None = None
    ec2: Ec2 | None = None


class ThrownException(msgspec.Struct, frozen=True, gc=False):
    id: str | None = None
    type: str | None = None
    message: str | None = None
    remote: bool = False
    cause: str | None = None


class Cause(msgspec.Struct, frozen=True, gc=False):
    """Exceptions recorded here, or `id` of the entity or exception that has them."""

    id: str | None = None
    exceptions: tuple[ThrownException, ...] = ()


class LinkAttributes(msgspec.Struct, frozen=True, gc=False):
    """How the linked trace relates to this one, under either of its two names."""

    reference_type: str | None = None
    reserved_type: str | None = msgspec.field(
        name="aws.xray.reserved.reference_type", default=None
    )


class Link(msgspec.Struct, frozen=True, gc=False):
    """A segment's reference to an entity (`id`) of another trace."""

    trace_id: str
    id: str | None = None
    attributes: LinkAttributes | None = None

    @property
    def reference_type(self) -> str | None:
        """`parent`: the other trace caused this one; `child`: the reverse."""
        if self.attributes is None:
            return None
        return self.attributes.reference_type or self.attributes.reserved_type


class Segment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One segment or subsegment; times are epoch seconds.

    `trace_id` is empty and `type` may be absent on embedded subsegments. `end_time` is
    None exactly when the entity is still in progress.
    """

    id: EntityId
    name: Annotated[str, msgspec.Meta(min_length=1)]
    start_time: float
    trace_id: str = ""
    end_time: float | None = None
    in_progress: bool = False
    parent_id: EntityId | None = None
    type: str | None = None
    namespace: str | None = None
    origin: str | None = None
    resource_arn: str | None = None
    user: str | None = None
    error: bool = False
    throttle: bool = False
    fault: bool = False
    http: Http | None = None
    aws: Aws | None = None
    cause: str | Cause | None = None
    annotations: dict[str, Scalar] = {}
    subsegments: tuple[Segment, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def complete(self) -> bool:
        return self.end_time is not None

    @property
    def independent_subsegment(self) -> bool:
        """Sent on its own, to be folded into the parent it names."""
        return self.type == "subsegment"

    @property
    def calls_out(self) -> bool:
        """A call to another service, which may report a segment of its own."""
        return self.namespace in ("aws", "remote")

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer."""
        if self.http is None or self.http.response is None:
            return None
        return self.http.response.status


class Received(msgspec.Struct, frozen=True, gc=False):
    """An accepted document: its value, its own bytes, and when it came."""

    segment: Segment
    document: bytes
    received_at: float


def bytes_of(documents: Iterable[Received]) -> int:
    return sum(len(received.document) for received in documents)


_decoder = msgspec.json.Decoder(Segment)


def decode_accepted(document: bytes) -> Segment:
    """The value of a document that was accepted before (`wire.documents` accepts)."""
    return _decoder.decode(document)
