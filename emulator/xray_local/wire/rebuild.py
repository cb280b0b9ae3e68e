"""A trace's documents as BatchGetTraces prints them: rebuilt, not echoed.

X-Ray drops members that it does not know, folds independent subsegments into their
parents without `type`, `parent_id` and `trace_id`, computes `aws.resource_names` itself
and appends a document for every call that nobody reported (segments.md, 10 and 11).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from xray_local.graph.inferred import resource_names
from xray_local.model.inferred import InferredSegment
from xray_local.model.segment import Received, Segment
from xray_local.model.trace import Trace
from xray_local.wire.documents import MAX_DEPTH
from xray_local.wire.numbers import encode

_SEGMENT_MEMBERS = [
    "id",
    "name",
    "start_time",
    "trace_id",
    "end_time",
    "in_progress",
    "parent_id",
    "inferred",
    "fault",
    "error",
    "throttle",
    "http",
    "aws",
    "service",
    "user",
    "origin",
    "resource_arn",
    "cause",
    "annotations",
    "metadata",
    "links",
]
_SUBSEGMENT_MEMBERS = [
    "id",
    "name",
    "start_time",
    "end_time",
    "in_progress",
    "fault",
    "error",
    "throttle",
    "http",
    "aws",
    "cause",
    "annotations",
    "metadata",
    "namespace",
    "sql",
    "precursor_ids",
    "traced",
    "links",
]

_TIMES = ("start_time", "end_time")

Json = dict[str, Any]


class RebuiltSegment(msgspec.Struct, frozen=True):
    """One entry of a trace's `Segments`: the id and the document's JSON text."""

    id: str
    document: str


def rebuilt(
    trace: Trace,
    documents: Iterable[Received],
    inferred_segments: Iterable[InferredSegment],
) -> list[RebuiltSegment]:
    """Every visible segment of the trace, inferred ones last."""
    sent = sent_entities(documents)
    reported = [_printed(_segment(segment, sent)) for segment in trace.segments]
    made = [_printed(_inferred(trace.id, each, sent)) for each in inferred_segments]
    return reported + made


def rebuilt_orphans(
    trace: Trace, documents: Iterable[Received]
) -> list[RebuiltSegment]:
    """Subsegments whose parent has not come: beyond X-Ray, which hides them.

    Told as they will be below their parent, and with its id.
    """
    sent = sent_entities(documents) if trace.orphans else {}
    return [
        _printed(
            _with_subsegments(
                _subsegment(each, sent) | {"parent_id": each.parent_id}, each, sent
            )
        )
        for each in trace.orphans
    ]


def sent_entities(documents: Iterable[Received]) -> dict[str, Json]:
    """Each entity's JSON by id: the first complete version, else the latest."""
    sent: dict[str, Json] = {}
    for received in documents:
        pending: list[Json] = [msgspec.json.decode(received.document)]
        while pending:
            entity = pending.pop()
            earlier = sent.get(entity["id"])
            if earlier is None or earlier.get("end_time") is None:
                sent[entity["id"]] = entity
            pending.extend(reversed(entity.get("subsegments") or ()))
    return sent


def _segment(segment: Segment, sent: dict[str, Json]) -> Json:
    document = _members(sent[segment.id], _SEGMENT_MEMBERS)
    return _with_subsegments(document, segment, sent)


def _with_subsegments(document: Json, top: Segment, sent: dict[str, Json]) -> Json:
    """All that is below; whatever hangs below the deepest level is printed on it.

    Independent subsegments can make a chain of any length, and a reader of JSON has a
    stack of its own.
    """
    pending = [(document, top, 1)]
    while pending:
        parent, entity, level = pending.pop()
        for child in entity.subsegments:
            printed = _subsegment(child, sent)
            parent.setdefault("subsegments", []).append(printed)
            if level < MAX_DEPTH:
                pending.append((printed, child, level + 1))
            else:
                pending.append((parent, child, level))
    return document


def _subsegment(entity: Segment, sent: dict[str, Json]) -> Json:
    printed = _members(sent[entity.id], _SUBSEGMENT_MEMBERS)
    if printed.get("namespace") == "local":  # the Python SDK's word for no namespace
        del printed["namespace"]
    if entity.namespace == "aws":
        _name_resources(printed, resource_names(entity))
    return printed


def _inferred(trace_id: str, made: InferredSegment, sent: dict[str, Json]) -> Json:
    call = sent[made.subsegment_id]
    copied = ("fault", "error", "throttle", "http", "aws")
    printed: Json = {
        "id": made.id,
        "name": call["name"],
        "start_time": float(call["start_time"]),
        "trace_id": trace_id,
        "end_time": float(call["end_time"]),
        "parent_id": made.subsegment_id,
        "inferred": True,
        **_members(call, copied),
    }
    _name_resources(printed, made.resource_names)
    if made.origin is not None:
        printed["origin"] = made.origin
    if made.queue_time_id is not None:
        printed["subsegments"] = [
            {
                "id": made.queue_time_id,
                "name": "QueueTime",
                "start_time": float(call["start_time"]),
                "end_time": float(call["end_time"]),
            }
        ]
    return printed


def _name_resources(printed: Json, names: Sequence[str]) -> None:
    aws = printed.get("aws")
    if isinstance(aws, dict):
        kept = {key: value for key, value in aws.items() if key != "resource_names"}
        printed["aws"] = kept | ({"resource_names": list(names)} if names else {})


def _members(entity: Json, names: Iterable[str]) -> Json:
    """Known members in the service's order; what is null or empty is left out."""
    members: Json = {}
    for name in names:
        value = entity.get(name)
        if value is None or (name == "in_progress" and not value):
            continue
        members[name] = float(value) if name in _TIMES else value
    if isinstance(members.get("cause"), dict):
        members["cause"] = _without_empty_stacks(members["cause"])
    if isinstance(members.get("http"), dict):
        members["http"] = _without_traced(members["http"])
    return members


def _without_empty_stacks(cause: Json) -> Json:
    thrown = cause.get("exceptions")
    if not isinstance(thrown, list):
        return cause
    kept = [
        {key: value for key, value in each.items() if key != "stack" or value}
        for each in thrown
        if isinstance(each, dict)
    ]
    return cause | {"exceptions": kept}


def _without_traced(http: Json) -> Json:
    request = http.get("request")
    if not isinstance(request, dict) or "traced" not in request:
        return http
    kept = {key: value for key, value in request.items() if key != "traced"}
    return http | {"request": kept}


def _printed(document: Json) -> RebuiltSegment:
    return RebuiltSegment(document["id"], encode(document).decode())
