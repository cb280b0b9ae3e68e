"""A trace's segments and subsegments as spans, each a whole document of OTLP.

What X-Ray infers is left out: OpenTelemetry has the caller's span for it. A document of
`resourceSpans` can be posted as it is to whatever takes OTLP over HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from xray_local.model.segment import Received, Segment
from xray_local.model.trace import Trace
from xray_local.wire.otlp import values
from xray_local.wire.otlp.attributes import attributes_of, resource_of
from xray_local.wire.otlp.failures import error_type, exceptions_of, status_of
from xray_local.wire.otlp.values import Json, key_values
from xray_local.wire.rebuild import sent_entities

_INTERNAL, _SERVER, _CLIENT = 1, 2, 3
"""OTLP's kinds of span."""


class PrintedSpan(msgspec.Struct, frozen=True):
    """One of a trace's `Spans`: the id and the document's JSON text."""

    id: str
    document: str


def otlp_spans(trace: Trace, documents: Iterable[Received]) -> list[PrintedSpan]:
    """Every visible entity, parents before what is below them."""
    sent = sent_entities(documents)
    trace_id = values.trace_id(trace.id)
    printed = []
    for segment in trace.segments:
        for entity, parent_id in _with_parents(segment):
            top = entity is segment
            span = _span(entity, parent_id, sent[entity.id], top=top)
            document = _document(sent[segment.id], {"traceId": trace_id, **span})
            printed.append(PrintedSpan(entity.id, document))
    return printed


def _with_parents(segment: Segment) -> Iterator[tuple[Segment, str | None]]:
    pending = [(segment, segment.parent_id)]
    while pending:
        entity, parent_id = pending.pop()
        yield entity, parent_id
        pending += [(child, entity.id) for child in reversed(entity.subsegments)]


def _document(segment: Json, span: Json) -> str:
    of_scope = {"scope": {"name": "xray-local"}, "spans": [span]}
    resource = {"attributes": key_values(resource_of(segment))}
    whole = {"resourceSpans": [{"resource": resource, "scopeSpans": [of_scope]}]}
    return msgspec.json.encode(whole).decode()


def _span(entity: Segment, parent_id: str | None, sent: Json, *, top: bool) -> Json:
    end = entity.end_time
    attributes = [*attributes_of(sent), ("error.type", error_type(sent))]
    span: Json = {
        "spanId": entity.id.lower(),
        "parentSpanId": None if parent_id is None else parent_id.lower(),
        "name": entity.name,
        "kind": _kind(entity, top=top),
        "startTimeUnixNano": values.nanoseconds(entity.start_time),
        "endTimeUnixNano": None if end is None else values.nanoseconds(end),
        "attributes": key_values(attributes),
        "events": exceptions_of(sent),
        "links": _links(sent),
        "status": status_of(sent),
    }
    return {member: value for member, value in span.items() if value not in (None, [])}


def _kind(entity: Segment, *, top: bool) -> int:
    """As the collector's awsxrayreceiver reads it."""
    if entity.calls_out:
        return _CLIENT
    return _SERVER if top else _INTERNAL


def _links(sent: Json) -> list[Json]:
    return [
        {
            "traceId": values.trace_id(link["trace_id"]),
            "spanId": str(link.get("id") or "").lower(),
            "attributes": key_values((link.get("attributes") or {}).items()),
        }
        for link in sent.get("links") or ()
    ]
