"""A segment that X-Ray makes up for a call that no callee reported."""

from __future__ import annotations

import msgspec


class InferredSegment(msgspec.Struct, frozen=True):
    """What an inferred document adds to the subsegment it is copied from.

    `id` is stable: the same call has the same id in every answer. `origin` is the type
    of the resource, None for a remote call; `resource_names` is empty unless the
    operation and the resource are both known. `queue_time_id` is the id of the child
    `QueueTime`, with the call's own times, that X-Ray adds to a message sent to SQS.
    """

    id: str
    subsegment_id: str
    origin: str | None
    resource_names: tuple[str, ...]
    queue_time_id: str | None = None
