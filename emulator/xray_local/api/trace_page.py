"""What the page of one trace shows beyond BatchGetTraces.

The documents as they came, in order: they are the trace's export, since PutTraceSegments
takes them back as they are. The subsegments that wait for a parent, which X-Ray hides.
The traces that are linked with it, in both directions.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from xray_local.api.pages import page
from xray_local.errors import InvalidRequest
from xray_local.model.segment import Received, bytes_of
from xray_local.model.trace import MAX_TRACE_BYTES, assemble
from xray_local.operations.backend import Backend
from xray_local.operations.links import LinkedTrace, Side, linked_traces
from xray_local.operations.traces import asked_trace_id
from xray_local.wire.rebuild import rebuilt_orphans
from xray_local.wire.summaries import service_id

Json = dict[str, Any]


class TracePage:
    """`/api/trace` and `/api/links`, both with `trace_id`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[Route]:
        return [
            Route("/api/trace", page(self._trace, {"trace_id"})),
            Route("/api/links", page(self._links, {"trace_id"})),
        ]

    def _trace(self, request: Request) -> Json:
        """Of a trace that never came: no document."""
        trace_id = asked_trace_id(_asked(request))
        documents = self._backend.store.documents(trace_id)
        orphans = rebuilt_orphans(assemble(trace_id, documents), documents)
        return {
            "TraceId": trace_id,
            "Bytes": bytes_of(documents),
            "MostBytes": MAX_TRACE_BYTES,
            "Documents": [_document(each) for each in documents],
            "Orphans": [{"Id": each.id, "Document": each.document} for each in orphans],
        }

    def _links(self, request: Request) -> Json:
        """What caused this trace, and what it caused: the newest of each side."""
        linked = linked_traces(self._backend, _asked(request))
        return {"Causes": _side(linked.causes), "Effects": _side(linked.effects)}


def _asked(request: Request) -> str:
    asked = request.query_params.get("trace_id")
    if asked is None:
        raise InvalidRequest("trace_id is missing: give ?trace_id=1-…")
    return asked


def _document(received: Received) -> Json:
    return {"At": received.received_at, "Document": received.document.decode()}


def _side(side: Side) -> Json:
    return {"Count": side.count, "Traces": [_linked(each) for each in side.traces]}


def _linked(linked: LinkedTrace) -> Json:
    """All but the id is null where the trace is not here."""
    summary = linked.summary
    entry = summary.entry_point if summary else None
    return {
        "TraceId": linked.trace_id,
        "StartTime": summary.start if summary else None,
        "Duration": summary.duration if summary else None,
        "EntryPoint": service_id(entry) if entry else None,
    }
