"""Trace retrieval: up to a hundred traces, read page by page, and their graph."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import msgspec

from xray_local.errors import InvalidRequest, ResourceNotFound
from xray_local.graph.graph import Graph, graph_of
from xray_local.graph.linked import Reference, references
from xray_local.model.retrieval import Retrieval, RetrievalStatus
from xray_local.model.summary import Summary
from xray_local.model.window import Window
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting
from xray_local.operations.traces import (
    OpenedTrace,
    asked_trace_id,
    check_order,
    open_trace,
)

LIFE_SECONDS = 3600
"""After that, a token is unknown."""

Retrievals = dict[str, Retrieval]
_RETRIEVALS = Setting("retrievals", dict[str, Retrieval], {})


def start_retrieval(backend: Backend, trace_ids: Sequence[str], window: Window) -> str:
    """The token with which the traces can be read, at once and for an hour."""
    check_order(window)
    if not trace_ids:
        raise InvalidRequest("Zero trace ids provided")
    now = backend.clock.now()
    token = str(uuid.uuid4())
    asked = tuple(dict.fromkeys(map(asked_trace_id, trace_ids)))
    started = Retrieval(asked, window.start, window.end, now)
    _RETRIEVALS.change(
        backend.settings, lambda present: {**_living(present, now), token: started}
    )
    return token


def retrieval(backend: Backend, token: str) -> Retrieval:
    """Raises ResourceNotFound for a token that is unknown or has expired."""
    return _named(_RETRIEVALS.read(backend.settings), token, backend.clock.now())


def cancel_retrieval(backend: Backend, token: str) -> None:
    """From now on there is nothing to read with the token."""
    now = backend.clock.now()

    def cancel(present: Retrievals) -> Retrievals:
        cancelled = msgspec.structs.replace(
            _named(present, token, now), status=RetrievalStatus.CANCELLED
        )
        return {**_living(present, now), token: cancelled}

    _RETRIEVALS.change(backend.settings, cancel)


def retrieved_traces(backend: Backend, found: Retrieval) -> Iterator[OpenedTrace]:
    """In the order asked for; what was never sent is left out."""
    for summary in _summaries(backend, found):
        opened = open_trace(backend, summary.trace_id)
        if opened is not None:
            yield opened


@dataclass(frozen=True, slots=True)
class RetrievedGraph:
    """One graph of all the traces, and what links them with others."""

    graph: Graph
    references: list[Reference]


def retrieved_graph(backend: Backend, found: Retrieval) -> RetrievedGraph:
    summaries = list(_summaries(backend, found))
    linking = (
        references(summary, backend.store.links_to(summary.trace_id))
        for summary in sorted(summaries, key=lambda each: each.start)
    )
    return RetrievedGraph(graph_of(summaries), list(chain.from_iterable(linking)))


def _summaries(backend: Backend, found: Retrieval) -> Iterator[Summary]:
    if found.status is RetrievalStatus.CANCELLED:
        return
    window = Window(found.start, found.end)
    for trace_id in found.trace_ids:
        summary = backend.store.summary(trace_id)
        if summary is not None and summary.start in window:
            yield summary


def _living(present: Retrievals, now: float) -> Retrievals:
    return {
        token: each
        for token, each in present.items()
        if now - each.started_at < LIFE_SECONDS
    }


def _named(present: Retrievals, token: str, now: float) -> Retrieval:
    found = _living(present, now).get(token)
    if found is None:
        raise ResourceNotFound(token)
    return found
