"""The links of a graph, followed to the traces that they name."""

from __future__ import annotations

from collections.abc import Iterable

from xray_local.graph.connections import (
    NO_CONNECTIONS,
    Connections,
    LinkEnd,
    Sender,
    connect,
    link_end,
    senders_in,
)
from xray_local.graph.graph import Graph
from xray_local.model.summary import TraceLink
from xray_local.model.trace import assemble
from xray_local.operations.backend import Backend

MOST_FOLLOWED = 2_000
"""Links of one graph that are followed, the newest ones: each opens a trace, some 0.2 ms."""


def connections(backend: Backend, graph: Graph) -> Connections:
    """The asynchronous connections between services of the graph."""
    if not graph.links:
        return NO_CONNECTIONS
    links = sorted(graph.links, key=_age_order, reverse=True)[:MOST_FOLLOWED]
    return {
        ends: connection
        for ends, connection in connect(links, _senders(backend, links)).items()
        if ends[0] in graph.nodes
    }


def _age_order(link: TraceLink) -> tuple[float, str, str]:
    return (link.start, link.linked_trace_id, link.entity_id or "")


def _senders(backend: Backend, links: Iterable[TraceLink]) -> dict[LinkEnd, Sender]:
    wanted: dict[str, set[str]] = {}
    for trace_id, entity_id in filter(None, map(link_end, links)):
        wanted.setdefault(trace_id, set()).add(entity_id)
    senders: dict[LinkEnd, Sender] = {}
    for trace_id, entity_ids in wanted.items():
        documents = backend.store.documents(trace_id)
        senders |= senders_in(assemble(trace_id, documents), entity_ids)
    return senders
