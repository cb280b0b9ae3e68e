"""Traces in another order than newest first: the slowest of all, not of a page.

Portion by portion of a window, of each the first; whoever asks merges the parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from xray_local.errors import InvalidRequest
from xray_local.model.outcome import Outcome, outcome_of
from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.operations.backend import Backend
from xray_local.operations.portion import Progress, Question, look_through

MOST = 200

Key = float | str | None
"""What traces are ordered by; those without come last."""


_SEVERITY = {each: rank for rank, each in enumerate(Outcome)}


def _severity(trace: Summary) -> Key:
    flags = trace.flags
    return _SEVERITY[
        outcome_of(error=flags.error, throttle=flags.throttle, fault=flags.fault)
    ]


ORDERS: dict[str, Callable[[Summary], Key]] = {
    "start": lambda trace: trace.start,
    "outcome": _severity,
    "responsetime": lambda trace: trace.response_time,
    "duration": lambda trace: trace.duration,
    "http.status": lambda trace: trace.http.status,
    "http.method": lambda trace: trace.http.method,
    "http.url": lambda trace: trace.http.url,
    "http.clientip": lambda trace: trace.http.client_ip,
}


@dataclass(frozen=True, slots=True)
class Order:
    """`by` is a row of ORDERS. Among equals the newest is first."""

    by: str
    descending: bool = True

    def first(self, traces: list[Summary], most: int) -> list[Summary]:
        """Of traces that come newest first."""
        read = ORDERS[self.by]
        known: list[tuple[Any, Summary]] = []
        unknown: list[Summary] = []
        for trace in traces:
            key = read(trace)
            if key is None:
                unknown.append(trace)
            else:
                known.append((key, trace))
        known.sort(key=itemgetter(0), reverse=self.descending)
        return [*(trace for _, trace in known[:most]), *unknown][:most]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first MOST of the part, `matched` of which there are."""

    traces: list[Summary]
    matched: int
    progress: Progress


def rank(
    backend: Backend,
    question: Question,
    order: Order,
    after: Position | None = None,
) -> Ranked:
    """Raises ExpressionError or InvalidRequest."""
    if order.by not in ORDERS:
        raise InvalidRequest(f"order={order.by!r}: must be {', '.join(ORDERS)}")
    seen: list[Summary] = []
    progress = look_through(backend, question, after, seen.append)
    return Ranked(order.first(seen, MOST), len(seen), progress)
