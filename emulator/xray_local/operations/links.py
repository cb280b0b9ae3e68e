"""The traces that are linked with one: what caused it, and what it caused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from xray_local.graph.linked import Linked, linked_with
from xray_local.model.summary import Summary, TraceLink
from xray_local.operations.backend import Backend
from xray_local.operations.traces import asked_trace_id

MOST_LISTED = 100
"""Traces of a side that are told one by one; how many there are is told of all."""


@dataclass(frozen=True, slots=True)
class LinkedTrace:
    """Another trace; `summary` is None when it was never received, or has been removed."""

    trace_id: str
    links: list[TraceLink]
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class Side:
    """The newest of the traces on one side, and how many there are."""

    count: int
    traces: list[LinkedTrace]


@dataclass(frozen=True, slots=True)
class LinkedTraces:
    trace_id: str
    causes: Side
    effects: Side


def linked_traces(backend: Backend, asked: str) -> LinkedTraces:
    """Both sides of a trace, empty where nothing is linked. Raises InvalidRequest."""
    trace_id = asked_trace_id(asked)
    linked = _linked(backend, trace_id, backend.store.summary(trace_id))
    return LinkedTraces(
        trace_id, _side(backend, linked.causes), _side(backend, linked.effects)
    )


def linked_summaries(backend: Backend, summary: Summary) -> Iterator[Summary]:
    """Of all the stored traces that a trace is linked with."""
    linked = _linked(backend, summary.trace_id, summary)
    for trace_id in linked.causes | linked.effects:
        found = backend.store.summary(trace_id)
        if found is not None:
            yield found


def _linked(backend: Backend, trace_id: str, summary: Summary | None) -> Linked:
    own = () if summary is None else summary.links
    return linked_with(trace_id, own, backend.store.links_to(trace_id))


def _side(backend: Backend, linked: dict[str, list[TraceLink]]) -> Side:
    traces = [
        LinkedTrace(trace_id, links, backend.store.summary(trace_id))
        for trace_id, links in islice(linked.items(), MOST_LISTED)
    ]
    return Side(len(linked), traces)
