"""A trace in brief: who took part, who called whom, and how it ended.

Runs once for every trace at ingestion, so it is one pass over the entities. It keeps its
own stack: how deep subsegments nest is up to the sender.
"""

from __future__ import annotations

from math import inf

from xray_local.graph.annotations import AnnotationIndex, Annotations
from xray_local.graph.causes import error_causes, fault_causes
from xray_local.graph.facts import NO_FLAGS, cut, flags_of, http_of
from xray_local.graph.identity import (
    called_service,
    client_of,
    is_same_service,
    reported_service,
)
from xray_local.graph.slowness import response_time_causes
from xray_local.model.ids import trace_id_from
from xray_local.model.segment import Link, Segment
from xray_local.model.summary import (
    NO_HTTP,
    Call,
    Flags,
    HttpFacts,
    Occurrence,
    ServiceId,
    Summary,
    TraceLink,
    seconds_between,
)
from xray_local.model.trace import Trace

MAX_SEGMENT_LINKS = 20
MAX_TRACE_LINKS = 100
"""docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html"""


def summarise(trace: Trace) -> Summary:
    """Everything that `Summary` says of the trace, from its visible segments alone.

    A root is a segment without `parent_id`; of several, the one that started first is
    the entry point. A trace of orphaned subsegments alone has no occurrences.
    """
    return _Survey(trace).summary()


class _Survey:
    """What one pass over the trace has found so far."""

    __slots__ = (
        "annotations",
        "answers",
        "calls",
        "end",
        "error",
        "fault",
        "inferred",
        "links",
        "met",
        "reported",
        "root",
        "services",
        "start",
        "trace",
    )

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.services = [reported_service(segment) for segment in trace.segments]
        self.answers = _answers(trace.segments)
        self.met = 0  # how many of the awaited parents were met
        self.reported: list[Occurrence] = []
        self.inferred: list[Occurrence] = []
        self.calls: list[Call] = []
        self.annotations = AnnotationIndex()
        self.links: dict[TraceLink, None] = {}
        self.start = inf
        self.end = -inf
        self.error = False
        self.fault = False
        self.root: Segment | None = None
        for index, segment in enumerate(trace.segments):
            self._take(index, segment)

    def _take(self, index: int, segment: Segment) -> None:
        """A segment with everything below it."""
        service = self.services[index]
        flags = flags_of(segment)
        http = http_of(segment.http)
        if segment.parent_id is None:
            self._enter(index, segment, flags, http)
        annotations: Annotations = {}
        linked: list[Link] = []
        settled_end = self._walk(service, segment, annotations, linked)
        self.end = max(self.end, settled_end)
        aws = segment.aws
        ec2 = aws.ec2 if aws is not None else None
        self.reported.append(
            Occurrence(
                service,
                segment.start_time,
                segment.end_time,
                None if settled_end == -inf else settled_end,
                flags,
                http,
                segment.parent_id is None,
                False,
                cut(segment.user),
                annotations,
                segment.resource_arn,
                None if ec2 is None else ec2.instance_id,
                None if ec2 is None else ec2.availability_zone,
            )
        )
        if linked:
            self._link(self.reported[-1], linked)

    def _link(self, holder: Occurrence, linked: list[Link]) -> None:
        """Links of a segment and what is below it, to traces whose id is one."""
        for link in linked[:MAX_SEGMENT_LINKS]:
            trace_id = trace_id_from(link.trace_id)
            if trace_id is None or len(self.links) == MAX_TRACE_LINKS:
                continue
            found = TraceLink(
                self.trace.id,
                holder.service,
                trace_id,
                link.id,
                link.reference_type,
                holder.start,
                holder.end,
                holder.outcome,
            )
            self.links[found] = None

    def _enter(self, index: int, root: Segment, flags: Flags, http: HttpFacts) -> None:
        """The client's call, with the root's own figures."""
        if self.root is None or root.start_time < self.root.start_time:
            self.root = root
        self.calls.append(
            Call(
                client_of(root),
                self.services[index],
                root.start_time,
                root.end_time,
                flags,
                http,
                index,
            )
        )

    def _walk(
        self,
        service: ServiceId,
        segment: Segment,
        annotations: Annotations,
        linked: list[Link],
    ) -> float:
        """Look at every entity of a segment; the latest end among them, or -inf."""
        settled_end = -inf
        pending = [segment]
        while pending:
            entity = pending.pop()
            end = entity.end_time
            if end is not None and end > settled_end:
                settled_end = end
            self._note(entity, annotations)
            if entity.links:
                linked.extend(entity.links)
            if entity.namespace and entity.calls_out and entity is not segment:
                self._call(service, entity)
            elif entity.id in self.answers:
                self._continue(service, entity)
            if entity.subsegments:
                pending.extend(reversed(entity.subsegments))
        return settled_end

    def _note(self, entity: Segment, annotations: Annotations) -> None:
        """What the trace as a whole takes from an entity."""
        start = entity.start_time
        self.start = start if start < self.start else self.start
        if entity.fault:
            self.fault = True
        if entity.error or entity.throttle:
            self.error = True
        if entity.annotations:
            self.annotations.add(entity.annotations, annotations)

    def _call(self, source: ServiceId, subsegment: Segment) -> None:
        """A call out: to those who answered it, else to a service inferred from it."""
        called = called_service(subsegment)
        flags = flags_of(subsegment)
        http = http_of(subsegment.http)
        start, end = subsegment.start_time, subsegment.end_time
        answered = self.answers.get(subsegment.id)
        if answered is None:
            index = len(self.services) + len(self.inferred)
            self.inferred.append(
                Occurrence(called, start, end, end, flags, http, False, True)
            )
            self.calls.append(Call(source, called, start, end, flags, http, index))
            return
        self.met += 1
        for index in _first_of_each(self.services, answered):
            target = self.services[index]
            alias = None if is_same_service(called, target) else called
            self.calls.append(
                Call(source, target, start, end, flags, http, index, alias)
            )

    def _continue(self, source: ServiceId, entity: Segment) -> None:
        """Segments right below a segment or local work: they alone know the figures."""
        self.met += 1
        for index in self.answers[entity.id]:
            callee = self.trace.segments[index]
            self.calls.append(
                Call(
                    source,
                    self.services[index],
                    callee.start_time,
                    callee.end_time,
                    flags_of(callee),
                    http_of(callee.http),
                    index,
                )
            )

    def summary(self) -> Summary:
        trace, root = self.trace, self.root
        segments = trace.segments
        end = None if self.end == -inf else self.end
        start = self.start if trace.segments else _earliest(trace.orphans)
        return Summary(
            trace_id=trace.id,
            start=start,
            end=end,
            duration=None if end is None else seconds_between(start, end),
            response_time=_response_time(root),
            flags=NO_FLAGS if root is None else flags_of(root),
            http=NO_HTTP if root is None else http_of(root.http),
            partial=self.met < len(self.answers) or bool(trace.orphans),
            revision=trace.revision,
            received_at=trace.received_at,
            entry_point=None if root is None else reported_service(root),
            annotations=self.annotations.annotations,
            users=_distinct([seen.user for seen in self.reported]),
            resource_arns=_distinct([seen.resource_arn for seen in self.reported]),
            instance_ids=_distinct([seen.instance_id for seen in self.reported]),
            availability_zones=_distinct(
                [seen.availability_zone for seen in self.reported]
            ),
            occurrences=(*self.reported, *self.inferred),
            calls=tuple(self.calls),
            fault_causes=fault_causes(segments) if self.fault else (),
            error_causes=error_causes(segments) if self.error else (),
            response_time_causes=()
            if root is None
            else response_time_causes(root, segments, self.answers),
            links=tuple(self.links),
        )


def _answers(segments: tuple[Segment, ...]) -> dict[str, list[int]]:
    """Which segments name an entity as their parent, by the entity's id."""
    answers: dict[str, list[int]] = {}
    for index, segment in enumerate(segments):
        if segment.parent_id is not None:
            answers.setdefault(segment.parent_id, []).append(index)
    return answers


def _first_of_each(services: list[ServiceId], answered: list[int]) -> list[int]:
    """One index for each service: the caller made one call, whoever retried it."""
    if len(answered) == 1:
        return answered
    first: dict[ServiceId, int] = {}
    for index in answered:
        first.setdefault(services[index], index)
    return list(first.values())


def _distinct(values: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _earliest(orphans: tuple[Segment, ...]) -> float:
    return min((orphan.start_time for orphan in orphans), default=0.0)


def _response_time(root: Segment | None) -> float | None:
    if root is None or root.end_time is None:
        return None
    return seconds_between(root.start_time, root.end_time)
