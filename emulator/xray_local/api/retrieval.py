"""The operations of trace retrieval.

Spans are X-Ray's documents, one for each segment, or OpenTelemetry's (`TraceFormat`
OTEL), one for each segment and subsegment.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from xray_local.model.window import Window
from xray_local.operations import retrieval
from xray_local.operations.backend import Backend
from xray_local.operations.traces import OpenedTrace
from xray_local.wire.links import graph_links
from xray_local.wire.otlp.spans import PrintedSpan, otlp_spans
from xray_local.wire.rebuild import RebuiltSegment, rebuilt
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

_Printed = RebuiltSegment | PrintedSpan


def _xray(opened: OpenedTrace) -> Sequence[_Printed]:
    return rebuilt(opened.trace, opened.documents, opened.inferred)


def _otel(opened: OpenedTrace) -> Sequence[_Printed]:
    return otlp_spans(opened.trace, opened.documents)


_FORMATS = {"XRAY": _xray, "OTEL": _otel}


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
    name = members.get("TraceFormat", "XRAY")
    found = retrieval.retrieval(backend, members["RetrievalToken"])
    first = offset_from(members.get("NextToken"))
    parts = chain.from_iterable(
        _parts(opened, _FORMATS[name](opened))
        for opened in retrieval.retrieved_traces(backend, found)
    )
    page = list(islice(parts, first, first + MAX_PARTS + 1))
    more = len(page) > MAX_PARTS
    return {
        "RetrievalStatus": found.status.value,
        "TraceFormat": name,
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


def _parts(opened: OpenedTrace, printed: Sequence[_Printed]) -> list[Json]:
    spans = [{"Id": each.id, "Document": each.document} for each in printed]
    return [
        {
            "Id": opened.trace.id,
            "Duration": milliseconds(opened.duration),
            "Spans": spans[start : start + MAX_SPANS],
        }
        for start in range(0, max(1, len(spans)), MAX_SPANS)
    ]
