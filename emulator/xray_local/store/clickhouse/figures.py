"""What a summary adds to a graph, as rows that ClickHouse adds up, and back to a graph.

One figure is an occurrence of a service (no target) or a call from one to another. Its
`kind` holds the outcome and what else is only counted; times are whole microseconds and
milliseconds, exactly as `graph.statistics` counts them, so both ways give the same sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from xray_local.graph.graph import Graph, Node
from xray_local.graph.statistics import Statistics
from xray_local.model.outcome import Outcome
from xray_local.model.summary import Call, Occurrence, ServiceId, Summary, TraceLink

_OUTCOMES = (Outcome.OK, Outcome.ERROR, Outcome.THROTTLE, Outcome.FAULT)
_IN_PROGRESS = 4
_OUTCOME_BITS = 7
_INFERRED = 8
_ROOT = 16
_SETTLED = 32


class Figure(NamedTuple):
    """`service`, `target` and `alias` are texts of `key_of`, empty for none."""

    service: str
    target: str
    alias: str
    kind: int
    microseconds: int
    milliseconds: int
    settled: int  # milliseconds of the occurrence's own work, to its end


_encoder = msgspec.json.Encoder()
_service_decoder = msgspec.json.Decoder(ServiceId)
_link_decoder = msgspec.json.Decoder(TraceLink)


_COLUMNS = [f"figures.{name}" for name in Figure._fields]


@lru_cache(maxsize=65536)
def key_of(value: ServiceId | TraceLink) -> str:
    return _encoder.encode(value).decode()


def figures_of(summary: Summary) -> list[Figure]:
    figures = [_of_occurrence(each) for each in summary.occurrences]
    return figures + [_of_call(each) for each in summary.calls]


def _of_occurrence(seen: Occurrence) -> Figure:
    kind, microseconds, milliseconds = _measured(seen)
    kind |= _INFERRED if seen.inferred else 0
    kind |= _ROOT if seen.root else 0
    settled = 0
    if seen.end is not None and seen.settled_end is not None:
        kind |= _SETTLED
        settled = round((seen.settled_end - seen.start) * 1000)
    service = key_of(seen.service)
    return Figure(service, "", "", kind, microseconds, milliseconds, settled)


def _of_call(call: Call) -> Figure:
    alias = "" if call.alias is None else key_of(call.alias)
    return Figure(key_of(call.source), key_of(call.target), alias, *_measured(call), 0)


def _measured(seen: Occurrence | Call) -> tuple[int, int, int]:
    """Its kind so far, microseconds and milliseconds."""
    if seen.end is None:
        return _IN_PROGRESS, 0, 0
    seconds = seen.end - seen.start
    kind = _OUTCOMES.index(seen.outcome)
    return kind, round(seconds * 1_000_000), round(seconds * 1000)


_ENDED = f"bitAnd(kind, {_OUTCOME_BITS}) < {_IN_PROGRESS}"

SUMS = ", ".join(
    [
        "service",
        "target",
        "count() AS seen",
        f"countIf(bitTest(kind, {_INFERRED.bit_length() - 1})) AS inferred",
        f"countIf(bitTest(kind, {_ROOT.bit_length() - 1})) AS roots",
        "min(start) AS first",
        "max(start) AS last",
        *(
            f"countIf(bitAnd(kind, {_OUTCOME_BITS}) = {number}) AS {outcome.value}"
            for number, outcome in enumerate(_OUTCOMES)
        ),
        f"sumIf(microseconds, {_ENDED}) AS total",
        f"sumMapIf([milliseconds], [toUInt64(1)], {_ENDED}) AS response_times",
        "sumMapIf([settled], [toUInt64(1)],"
        f" bitTest(kind, {_SETTLED.bit_length() - 1})) AS durations",
        "sumMapIf([alias], [toUInt64(1)], notEmpty(alias)) AS aliases",
    ]
)
"""The columns of `Sum` but the first, from figures grouped by service and target."""

ARRAYS = ", ".join(f"figures.{name} AS {name}" for name in Figure._fields)
"""What to join a summary's row with, to have its figures."""

Tallies = tuple[Sequence[Any], Sequence[int]]
"""Keys, and how often each was there."""


class Sum(NamedTuple):
    """Figures of one service, or between two, added up over a part of a window."""

    part: int
    service: str
    target: str
    seen: int
    inferred: int
    roots: int
    first: float
    last: float
    ok: int
    error: int
    throttle: int
    fault: int
    microseconds: int
    response_times: Tallies
    durations: Tallies
    aliases: Tallies


def graphs_of(rows: Iterable[Sequence[Any]]) -> dict[int, Graph]:
    """The graph of each part."""
    graphs: dict[int, Graph] = {}
    for row in rows:
        added = Sum(*row)
        _put(graphs.setdefault(added.part, Graph()), added)
    return graphs


def _put(graph: Graph, added: Sum) -> None:
    service = _service_decoder.decode(added.service)
    node = graph.nodes.get(service)
    if node is None:
        node = graph.nodes[service] = Node()
    node.first = min(node.first, added.first)
    node.last = max(node.last, added.last)
    statistics = Statistics(
        added.ok,
        added.error,
        added.throttle,
        added.fault,
        added.microseconds,
        _tallied(added.response_times),
    )
    if not added.target:
        node.reported = added.seen - added.inferred
        node.inferred = added.inferred
        node.roots = added.roots
        node.statistics = statistics
        node.durations = _tallied(added.durations)
        return
    edge = node.edge(_service_decoder.decode(added.target))
    edge.seen = added.seen
    edge.statistics = statistics
    for alias, times in _tallied(added.aliases).items():
        edge.aliases[_service_decoder.decode(alias)] = times


def _tallied(tallies: Tallies) -> dict[Any, int]:
    return dict(zip(*tallies, strict=True))


def links_of(summary: Summary) -> list[str]:
    return [key_of(link) for link in summary.links]


def link_of(key: str) -> TraceLink:
    return _link_decoder.decode(key)


def columns_of(figures: Sequence[Figure]) -> Mapping[str, Sequence[Any]]:
    """By name of column, as the table has them."""
    columns = [*zip(*figures, strict=True)] or [()] * len(Figure._fields)
    return dict(zip(_COLUMNS, columns, strict=True))
