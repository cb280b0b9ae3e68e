"""Connections between traces: a queue's message that a function took up later.

The trace that was caused names the one that caused it (a segment's `links`). A graph
collects the links of its traces; what the other end is, only the other trace can tell.
Both together make X-Ray's edges of EdgeType `link`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from xray_local.graph.histogram import Histogram, put
from xray_local.graph.identity import called_service, reported_service
from xray_local.graph.statistics import Statistics
from xray_local.model.segment import Segment
from xray_local.model.summary import ServiceId, TraceLink
from xray_local.model.trace import Trace, walk

LinkEnd = tuple[str, str]
"""The trace id and the entity id that a link names."""


class Sender(NamedTuple):
    """Who sent what a linked trace took up, and when it was sent."""

    service: ServiceId
    sent_at: float


class Connection(msgspec.Struct):
    """All links between two services.

    `statistics` are of those who received; `ages` tells how long it was on its way.
    """

    statistics: Statistics = msgspec.field(default_factory=Statistics)
    ages: Histogram = {}


Connections = Mapping[tuple[ServiceId, ServiceId], Connection]
"""By sender and receiver."""

NO_CONNECTIONS: Connections = {}


def link_end(link: TraceLink) -> LinkEnd | None:
    """Where the message came from; None if the link does not lead there."""
    if link.reference_type == "child" or link.entity_id is None:
        return None
    return (link.linked_trace_id, link.entity_id)


def connect(
    links: Iterable[TraceLink], senders: Mapping[LinkEnd, Sender]
) -> Connections:
    """The connections that these links make with the senders that are known."""
    found: dict[tuple[ServiceId, ServiceId], Connection] = {}
    for link in links:
        end = link_end(link)
        sender = None if end is None else senders.get(end)
        if sender is None:
            continue
        connection = found.setdefault((sender.service, link.service), Connection())
        connection.statistics.count(link, 1)
        put(connection.ages, max(0.0, link.start - sender.sent_at))
    return found


def senders_in(trace: Trace, entity_ids: Iterable[str]) -> dict[LinkEnd, Sender]:
    """Those of the entities that the trace has.

    A call stands for the service called (the queue), anything else for the service that
    its segment reports.
    """
    wanted = set(entity_ids)
    answers = {segment.parent_id: segment for segment in trace.segments}
    return {
        (trace.id, entity.id): _sender(entity, segment, answers)
        for segment in trace.segments
        for entity in walk(segment)
        if entity.id in wanted
    }


def _sender(
    entity: Segment, segment: Segment, answers: Mapping[str | None, Segment]
) -> Sender:
    sent_at = entity.start_time if entity.end_time is None else entity.end_time
    if entity is segment or not entity.calls_out:
        return Sender(reported_service(segment), sent_at)
    callee = answers.get(entity.id)
    service = called_service(entity) if callee is None else reported_service(callee)
    return Sender(service, sent_at)
