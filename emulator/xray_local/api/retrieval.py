"""The operations of trace retrieval.

Spans are X-Ray documents: OpenTelemetry's form (`TraceFormat` OTEL) is refused.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from xray_local.errors import InvalidRequest
from xray_local.model.window import Window
from xray_local.operations import retrieval
from xray_local.operations.backend import Backend
from xray_local.operations.traces import OpenedTrace
from xray_local.wire.links import graph_links
from xray_local.wire.rebuild import rebuilt
from xray_local.wire.services import services
from xray_local.wire.summaries import milliseconds
from xray_local.wire.tokens import offset_from

Json = dict[str, Any]

MAX_PARTS = 5
"""RetrievedTraces of a page."""

MAX_SPANS = 100
"""Of one RetrievedTrace; a trace with more is listed several times."""

MAX_SERVICES = 1_000
"""RetrievedServices of a page."""

TRACE_FORMAT = "XRAY"


def start_trace_retrieval(backend: Backend, members: Json) -> Json:
    token = retrieval.start_retrieval(
        backend,
        members["TraceIds"],
        Window(members["StartTime"], members["EndTime"]),
    )
    return {"RetrievalToken": token}


def cancel_trace_retrieval(backend: Backend, members: Json) -> Json:
    retrieval.cancel_retrieval(backend, members["RetrievalToken"])
    return {}


def list_retrieved_traces(backend: Backend, members: Json) -> Json:
    if members.get("TraceFormat", TRACE_FORMAT) != TRACE_FORMAT:
        raise InvalidRequest("TraceFormat OTEL is not supported: ask for XRAY")
    found = retrieval.retrieval(backend, members["RetrievalToken"])
    first = offset_from(members.get("NextToken"))
    parts = chain.from_iterable(map(_parts, retrieval.retrieved_traces(backend, found)))
    page = list(islice(parts, first, first + MAX_PARTS + 1))
    more = len(page) > MAX_PARTS
    return {
        "RetrievalStatus": found.status.value,
        "TraceFormat": TRACE_FORMAT,
        "Traces": page[:MAX_PARTS],
        "NextToken": str(first + MAX_PARTS) if more else None,
    }


def get_retrieved_traces_graph(backend: Backend, members: Json) -> Json:
    found = retrieval.retrieval(backend, members["RetrievalToken"])
    first = offset_from(members.get("NextToken"))
    retrieved = retrieval.retrieved_graph(backend, found)
    links = graph_links(retrieved.references)
    nodes = zip(
        retrieved.graph.numbered(),
        services(retrieved.graph, timed=False),
        strict=True,
    )
    listed = [
        {"Service": service, "Links": links.get(numbered.service, [])}
        for numbered, service in nodes
    ]
    beyond = first + MAX_SERVICES
    return {
        "RetrievalStatus": found.status.value,
        "Services": listed[first:beyond],
        "NextToken": str(beyond) if len(listed) > beyond else None,
    }


def _parts(opened: OpenedTrace) -> list[Json]:
    spans = [
        {"Id": segment.id, "Document": segment.document}
        for segment in rebuilt(opened.trace, opened.documents, opened.inferred)
    ]
    return [
        {
            "Id": opened.trace.id,
            "Duration": milliseconds(opened.duration),
            "Spans": spans[start : start + MAX_SPANS],
        }
        for start in range(0, max(1, len(spans)), MAX_SPANS)
    ]
