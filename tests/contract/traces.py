"""Traces to store: a shop's frontend, its orders service and their documents.

Documents go through the same decoding as received ones; times are epoch seconds.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xray_local.graph.connections import Senders, senders_in, with_senders
from xray_local.graph.summarise import summarise
from xray_local.model.segment import Received, decode_accepted
from xray_local.model.summary import Summary
from xray_local.model.trace import assemble
from xray_local.model.window import Window
from xray_local.query.plan import Plan
from xray_local.store.base import Store

NOON = 29_166_668 * 60.0
"""A whole minute, so that tests can say which minute a trace starts in."""

ALWAYS = Window(0.0, 1e11)
EVERYTHING = Plan(ALWAYS)

_numbers = itertools.count(1)


def a_trace_id(start: float = NOON) -> str:
    return f"1-{int(start):08x}-{next(_numbers):024x}"


def an_id() -> str:
    return f"{next(_numbers):016x}"


def a_segment(
    trace_id: str, start: float = NOON, took: float | None = 0.5, **members: Any
) -> Received:
    """A segment of the frontend, in progress when it took None."""
    document = {"trace_id": trace_id, "id": an_id(), "name": "frontend"}
    timed = {**document, "start_time": start, **_ending(start, took), **members}
    encoded = json.dumps(timed).encode()
    ended = start if took is None else start + took
    return Received(decode_accepted(encoded), encoded, ended)


def a_call(
    start: float = NOON, took: float | None = 0.25, **members: Any
) -> dict[str, Any]:
    """A subsegment that calls the orders service."""
    call = {"id": an_id(), "name": "orders", "namespace": "remote"}
    return {**call, "start_time": start, **_ending(start, took), **members}


def a_trace(
    start: float = NOON, took: float = 0.5, trace_id: str | None = None, **members: Any
) -> list[Received]:
    """A request to the frontend, answered by orders, callee first as they end.

    `members` are the frontend's own.
    """
    trace_id = trace_id or a_trace_id(start)
    call = a_call(start + 0.125)
    callee = a_segment(
        trace_id, start + 0.125, 0.25, name="orders", parent_id=call["id"]
    )
    root = a_segment(trace_id, start, took, subsegments=[call], **members)
    return [callee, root]


def trace_id_of(documents: Sequence[Received]) -> str:
    return documents[0].segment.trace_id


def summaries_of(documents: Iterable[Received]) -> dict[str, Summary]:
    """Every trace's summary, derived from the documents by brute force."""
    arrived: dict[str, list[Received]] = {}
    for document in documents:
        arrived.setdefault(document.segment.trace_id, []).append(document)
    traces = {each: assemble(each, parts) for each, parts in arrived.items()}

    def senders_of(trace_id: str) -> Senders:
        return senders_in(traces[trace_id]) if trace_id in traces else {}

    return {
        trace_id: with_senders(summarise(trace), senders_of)
        for trace_id, trace in traces.items()
    }


def random_text(length: int) -> Iterator[str]:
    """Texts that no compression makes smaller than half; the same in every run."""
    source = random.Random(1)
    while True:
        yield source.randbytes(length // 2).hex()


def ids(store: Store, plan: Plan = EVERYTHING) -> list[str]:
    return [summary.trace_id for summary in store.summaries(plan)]


def _ending(start: float, took: float | None) -> dict[str, Any]:
    return {"in_progress": True} if took is None else {"end_time": start + took}
