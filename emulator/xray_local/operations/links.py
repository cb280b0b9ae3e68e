"""The links of a graph, followed to the traces that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.trace import assemble
from xray_local.model.window import Window
from xray_local.operations.backend import Backend
from xray_local.operations.traces import asked_trace_id

MOST_FOLLOWED = 2_000
"""Links of one graph that are followed, the newest ones: each opens a trace, some 0.2 ms."""


LINKED_SECONDS = 6 * 3600.0
"""So long after a trace began, others are looked at that may name it."""

MOST_LINKED = 100
"""Linked traces that are told of one trace in each direction."""


@dataclass(frozen=True, slots=True)
class LinkedTrace:
    """Another trace; its summary is None where it never came, or is gone."""

    trace_id: str
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class LinkedTraces:
    """`named` are the traces that this one's links name, `naming` those that name it."""

    named: list[LinkedTrace]
    naming: list[LinkedTrace]


def linked_traces(backend: Backend, asked: str) -> LinkedTraces:
    """The traces around one, each once, in order of their links.

    Those that name it are looked for among the traces of the hours after its start.
    """
    trace_id = asked_trace_id(asked)
    summary = backend.store.summary(trace_id)
    if summary is None:
        return LinkedTraces([], [])
    around = Window(summary.start, summary.start + LINKED_SECONDS)
    links = sorted(backend.store.graph(around).links, key=_age_order)
    naming = [each.trace_id for each in links if each.linked_trace_id == trace_id]
    named = [each.linked_trace_id for each in summary.links]
    return LinkedTraces(_opened(backend, named), _opened(backend, naming))


def _opened(backend: Backend, trace_ids: Iterable[str]) -> list[LinkedTrace]:
    once = list(dict.fromkeys(trace_ids))[:MOST_LINKED]
    return [LinkedTrace(each, backend.store.summary(each)) for each in once]


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
