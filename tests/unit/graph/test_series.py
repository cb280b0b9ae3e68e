"""Figures over time from graphs of single minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
import pytest
from xray_local.graph.encoded import encoded_nodes
from xray_local.graph.graph import graph_of
from xray_local.graph.series import (
    Minute,
    Moment,
    Pick,
    of_clients,
    of_edges,
    of_services,
    series,
)
from xray_local.graph.summarise import summarise
from xray_local.model.summary import ServiceId

from tests.segments import a_segment
from tests.unit.graph.traces import CLIENT, GATEWAY, a_call, a_trace

REMOTE = ServiceId("adjective-4", "remote")
OK = summarise(a_trace(a_segment("gateway", subsegments=[a_call()])))
FAULT = summarise(a_trace(a_segment("gateway", fault=True)))

MINUTES = [
    Minute(660, (graph_of([OK]).nodes,)),
    Minute(360, (graph_of([FAULT]).nodes,)),
    Minute(300, (graph_of([OK, OK]).nodes,)),
]


def is_(service: ServiceId) -> Callable[[ServiceId], bool]:
    return lambda other: other == service


def totals(moments: Iterable[Moment]) -> list[tuple[int, int, int] | int]:
    """End, ok, fault; the end alone where nothing was picked."""
    return [
        each.end
        if each.statistics is None
        else (each.end, each.statistics.ok, each.statistics.fault)
        for each in moments
    ]


def test_minutes_are_stamped_with_their_end_and_newest_comes_first() -> None:
    assert totals(series(MINUTES, of_services(is_(GATEWAY)))) == [
        (720, 1, 0),
        (420, 0, 1),
        (360, 2, 0),
    ]


def test_minutes_add_up_to_longer_periods() -> None:
    """Five minutes that end at a multiple of five minutes."""
    assert totals(series(MINUTES, of_services(is_(GATEWAY)), period=300)) == [
        (900, 1, 0),
        (600, 2, 1),
    ]


def test_minutes_without_the_node_or_the_edge_have_no_figures() -> None:
    """But a row: there was traffic of other services."""
    calls = of_edges(is_(GATEWAY), is_(REMOTE))
    back = of_edges(is_(GATEWAY), is_(CLIENT))

    assert totals(series(MINUTES, calls)) == [(720, 1, 0), 420, (360, 2, 0)]
    assert totals(series(MINUTES, of_services(is_(ServiceId("nobody"))))) == [
        720,
        420,
        360,
    ]
    assert totals(series(MINUTES, back)) == [720, 420, 360]


def test_figures_of_all_nodes_that_are_meant_are_summed() -> None:
    every = of_services(lambda service: service in (GATEWAY, REMOTE))

    assert totals(series(MINUTES, every)) == [(720, 2, 0), (420, 0, 1), (360, 4, 0)]


def test_the_clients_edges_are_a_series_of_their_own() -> None:
    assert totals(series(MINUTES, of_clients)) == [
        (720, 1, 0),
        (420, 0, 1),
        (360, 2, 0),
    ]


def test_the_minutes_themselves_stay_as_they_are() -> None:
    totals(series(MINUTES, of_services(is_(GATEWAY)), period=300))

    assert MINUTES[1] == Minute(360, (graph_of([FAULT]).nodes,))


def test_what_is_taken_out_of_a_minute_counts_as_if_it_had_never_been_in() -> None:
    """Down to nothing, as when the gateway was never there."""
    both, fault = graph_of([OK, FAULT]).nodes, graph_of([FAULT]).nodes
    minutes = [Minute(360, (both,), (fault,)), Minute(300, (fault,), (fault,))]

    assert totals(series(minutes, of_services(is_(GATEWAY)))) == [(420, 1, 0), 360]
    assert totals(series(minutes, of_edges(is_(GATEWAY), is_(REMOTE)))) == [
        (420, 1, 0),
        360,
    ]


@pytest.mark.parametrize(
    "pick",
    [
        of_services(lambda service: True),
        of_services(is_(CLIENT)),
        of_edges(is_(GATEWAY), is_(REMOTE)),
        of_clients,
    ],
)
def test_an_encoded_graph_has_the_same_figures(pick: Pick) -> None:
    """And only what is picked is decoded."""
    graph = graph_of([OK, FAULT, OK])
    encoded = encoded_nodes(msgspec.msgpack.encode(graph))

    assert {*graph.nodes} == {*encoded}
    assert [*pick(graph.nodes)] == [*pick(encoded)]
