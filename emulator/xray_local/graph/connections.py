"""Connections between traces: a queue's message that a function took up later.

The trace that was caused names the one that caused it (a segment's `links`). What the
other end is, only the other trace can tell: the link's sender. Links with their senders
add up to connections, X-Ray's edges of EdgeType `link`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from xray_local.graph.histogram import Histogram, put, put_all, take
from xray_local.graph.identity import called_service, reported_service
from xray_local.graph.statistics import Statistics
from xray_local.model.segment import Segment
from xray_local.model.summary import Sender, ServiceId, Summary, TraceLink
from xray_local.model.trace import Trace, walk

Senders = Mapping[str, Sender]
"""What each entity of a trace sent, by the entity's id."""


class Ends(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The services that a connection leads from and to."""

    sender: ServiceId
    receiver: ServiceId


class Connection(msgspec.Struct, array_like=True):
    """All links between two services.

    `statistics` are of those who received; `ages` tells how long it was on its way.
    """

    links: int = 0
    statistics: Statistics = msgspec.field(default_factory=Statistics)
    ages: Histogram = {}

    def count(self, link: TraceLink, sender: Sender, times: int) -> None:
        """Count it (`times` is 1) or take it back (-1)."""
        self.links += times
        self.statistics.count(link, times)
        age = max(0.0, link.start - sender.sent_at)
        if times > 0:
            put(self.ages, age)
        else:
            take(self.ages, age)

    def merge(self, other: Connection) -> None:
        self.links += other.links
        self.statistics.merge(other.statistics)
        put_all(self.ages, other.ages)


def with_senders(summary: Summary, senders_of: Callable[[str], Senders]) -> Summary:
    """The summary, its links completed by what the traces that they name have sent."""
    links = tuple(
        completed_link(link, senders_of(link.linked_trace_id)) for link in summary.links
    )
    if links == summary.links:
        return summary
    return msgspec.structs.replace(summary, links=links)


def completed_link(link: TraceLink, senders: Senders) -> TraceLink:
    """The link with its sender; only a link to what caused its trace has one."""
    sender = None
    if link.to_cause and link.entity_id is not None:
        sender = senders.get(link.entity_id)
    if sender == link.sender:
        return link
    return msgspec.structs.replace(link, sender=sender)


def senders_in(trace: Trace) -> Senders:
    """What each entity of the trace may have sent.

    A call stands for the service called (the queue), anything else for the service that
    its segment reports.
    """
    answers = {segment.parent_id: segment for segment in trace.segments}
    return {
        entity.id: _sender(entity, segment, answers)
        for segment in trace.segments
        for entity in walk(segment)
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
