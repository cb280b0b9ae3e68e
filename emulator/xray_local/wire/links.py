"""Links between traces as X-Ray's GraphLinks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xray_local.graph.linked import Reference
from xray_local.model.summary import ServiceId

Json = dict[str, Any]

MAX_GRAPH_LINKS = 100
"""Links of a RetrievedService, by the service model."""


def graph_links(references: Iterable[Reference]) -> dict[ServiceId, list[Json]]:
    """GraphLinks of each service: from its trace to those that it is linked with."""
    found: dict[ServiceId, dict[tuple[str, str | None], list[str]]] = {}
    for service, trace_id, reference_type, linked in references:
        ends = found.setdefault(service, {})
        ends.setdefault((trace_id, reference_type), []).append(linked)
    return {
        service: [
            {
                "ReferenceType": reference_type,
                "SourceTraceId": trace_id,
                "DestinationTraceIds": list(dict.fromkeys(linked)),
            }
            for (trace_id, reference_type), linked in ends.items()
        ][:MAX_GRAPH_LINKS]
        for service, ends in found.items()
    }
