"""The segments that X-Ray adds to a trace for services that sent none.

One for every completed call that no reported segment answered; it goes away when the
callee's own segment arrives. Ids are hashes, so that the same call always has the same.
The document itself is the caller's subsegment retold, which only `wire` can print: this
module says which calls, and what is new about each.
"""

from __future__ import annotations

from hashlib import blake2b

from xray_local.graph.identity import called_type, resource_of
from xray_local.model.inferred import InferredSegment
from xray_local.model.segment import Segment
from xray_local.model.trace import Trace, walk


def inferred_segments(trace: Trace) -> tuple[InferredSegment, ...]:
    """In the order of the trace's segments and their subsegments."""
    answered = {segment.parent_id for segment in trace.segments}
    return tuple(
        _inferred(trace.id, entity)
        for segment in trace.segments
        for entity in walk(segment)
        if entity is not segment
        and entity.calls_out
        and entity.complete
        and entity.id not in answered
    )


def resource_names(subsegment: Segment) -> tuple[str, ...]:
    """`aws.resource_names`, which X-Ray computes and writes into the caller's document.

    Empty where the call does not say which resource it went to.
    """
    resource = resource_of(subsegment)
    return (resource,) if resource else ()


def _inferred(trace_id: str, call: Segment) -> InferredSegment:
    queued = (
        call.name.lower() == "sqs"
        and call.aws is not None
        and call.aws.operation == "SendMessage"
    )
    return InferredSegment(
        id=_id(trace_id, call.id, "inferred"),
        subsegment_id=call.id,
        origin=called_type(call) if call.namespace == "aws" else None,
        resource_names=resource_names(call),
        queue_time_id=_id(trace_id, call.id, "QueueTime") if queued else None,
    )


def _id(trace_id: str, subsegment_id: str, purpose: str) -> str:
    """16 hex digits, as any other entity's id."""
    name = f"{trace_id} {subsegment_id} {purpose}".encode()
    return blake2b(name, digest_size=8).hexdigest()
