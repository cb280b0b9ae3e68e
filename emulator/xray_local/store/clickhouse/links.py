"""Links between traces: who sent what a link names is asked when the link is read.

The trace that is named may come, change or go after the one with the link, and be stored
by another process. So a link's sender is kept nowhere; few traces have links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xray_local.graph.connections import (
    Connection,
    Ends,
    Senders,
    completed_link,
    senders_in,
    with_senders,
)
from xray_local.graph.graph import Graph
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.trace import assemble
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.settling import read_documents
from xray_local.store.packing import decode_summary

_STEP = 500
"""Traces read at once."""


def completed(engine: Engine, summaries: Sequence[Summary]) -> list[Summary]:
    """The summaries, their links with their senders."""
    senders = _senders(engine, (link for each in summaries for link in each.links))
    return [
        with_senders(each, lambda trace_id: senders.get(trace_id, {}))
        if each.links
        else each
        for each in summaries
    ]


def links_to(engine: Engine, trace_id: str) -> list[TraceLink]:
    """The links that name a trace, those of the newest traces first."""
    rows = engine.rows(
        "SELECT summary FROM summaries FINAL"
        " WHERE visible AND has(linked, {id:String})"
        " ORDER BY start DESC, trace_id DESC",
        {"id": trace_id},
        blobs=["summary"],
    )
    holders = completed(engine, [decode_summary(blob) for (blob,) in rows])
    links = (link for summary in holders for link in summary.links)
    return [link for link in links if link.linked_trace_id == trace_id]


def connect(engine: Engine, graph: Graph, links: Sequence[TraceLink]) -> None:
    """Add the connections that these links make."""
    senders = _senders(engine, links)
    for link in links:
        whole = completed_link(link, senders.get(link.linked_trace_id, {}))
        if whole.sender is not None:
            ends = Ends(whole.sender.service, whole.service)
            connection = graph.connections.setdefault(ends, Connection())
            connection.count(whole, whole.sender, 1)


def _senders(engine: Engine, links: Iterable[TraceLink]) -> dict[str, Senders]:
    """What each trace that is named has sent."""
    named = [*{link.linked_trace_id: None for link in links}]
    senders: dict[str, Senders] = {}
    for start in range(0, len(named), _STEP):
        read = read_documents(engine, named[start : start + _STEP])
        for trace_id, documents in read.items():
            senders[trace_id] = senders_in(assemble(trace_id, documents))
    return senders
