"""Figures over time from graphs of single minutes."""

from __future__ import annotations

from xray_local.graph.graph import graph_of
from xray_local.graph.series import Moment, client_series, edge_series, service_series
from xray_local.graph.summarise import summarise
from xray_local.model.summary import ServiceId

from tests.segments import a_segment
from tests.unit.graph.traces import CLIENT, GATEWAY, a_call, a_trace

REMOTE = ServiceId("adjective-4", "remote")
OK = summarise(a_trace(a_segment("gateway", subsegments=[a_call()])))
FAULT = summarise(a_trace(a_segment("gateway", fault=True)))

MINUTES = {
    300: graph_of([OK, OK]),
    360: graph_of([FAULT]),
    660: graph_of([OK]),
}


def totals(moments: list[Moment]) -> list[tuple[int, int, int]]:
    return [(each.end, each.statistics.ok, each.statistics.fault) for each in moments]


def test_minutes_are_stamped_with_their_end_and_newest_comes_first() -> None:
    assert totals(service_series(MINUTES, GATEWAY)) == [
        (720, 1, 0),
        (420, 0, 1),
        (360, 2, 0),
    ]


def test_minutes_add_up_to_longer_periods() -> None:
    """Five minutes that end at a multiple of five minutes."""
    assert totals(service_series(MINUTES, GATEWAY, period=300)) == [
        (900, 1, 0),
        (600, 2, 1),
    ]


def test_minutes_without_the_node_or_the_edge_are_left_out() -> None:
    assert totals(edge_series(MINUTES, GATEWAY, REMOTE)) == [(720, 1, 0), (360, 2, 0)]
    assert service_series(MINUTES, ServiceId("nobody")) == []
    assert edge_series(MINUTES, GATEWAY, CLIENT) == []


def test_without_a_selection_the_clients_edges_are_summed() -> None:
    assert totals(client_series(MINUTES)) == [(720, 1, 0), (420, 0, 1), (360, 2, 0)]


def test_the_minutes_themselves_stay_as_they_are() -> None:
    service_series(MINUTES, GATEWAY, period=300)

    assert MINUTES[360] == graph_of([FAULT])
