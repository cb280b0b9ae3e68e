"""Insights: what is unusual is noticed, told, and over when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xray_local.graph.anomalies import Usual, fault_band
from xray_local.graph.graph import Graph, graph_of
from xray_local.graph.insights import Minute, Watcher, observe
from xray_local.graph.summarise import summarise
from xray_local.model.insight import Category, Impact, Insight

from tests.segments import T, a_segment
from tests.unit.graph.traces import ADJECTIVE, GATEWAY, a_call, a_trace, id_of


def requests(number: int, *, fault: bool = False, took: float = 0.5) -> Graph:
    """Requests to the gateway, which calls adjective-4: as good or as bad as that."""
    ended: dict[str, Any] = {"end_time": T + took, "fault": fault}
    call = a_call(start_time=T, **ended)
    callee = a_segment("adjective-4", parent_id=id_of("call adjective-4"), **ended)
    root = a_segment("gateway", subsegments=[call], **ended)
    return graph_of([summarise(a_trace(root, callee))] * number)


def only_the_gateway_faults(number: int) -> Graph:
    return graph_of([summarise(a_trace(a_segment("gateway", fault=True)))] * number)


def together(*graphs: Graph) -> Graph:
    total = Graph()
    for graph in graphs:
        total.merge(graph)
    return total


FINE = requests(20)
BAD = together(requests(10), requests(10, fault=True))
SLOW = requests(20, took=2.0)


def insights(
    minutes: Iterable[Graph], category: Category = Category.FAULT
) -> list[tuple[int, Insight]]:
    """What each minute told, with the minute's number."""
    watcher = Watcher(category)
    told = []
    for number, graph in enumerate(minutes, start=1):
        minute = Minute(number * 60.0, graph, "Default/", f"insight {number}")
        observed = observe(watcher, minute)
        watcher = observed.watcher
        if observed.insight is not None:
            told.append((number, observed.insight))
    return told


def test_a_minute_alone_opens_nothing() -> None:
    assert insights([FINE, FINE, BAD, FINE, FINE, BAD, FINE]) == []


def test_two_bad_minutes_of_three_open_an_insight_at_the_first() -> None:
    [(number, insight)] = insights([FINE, BAD, FINE, BAD])

    assert (number, insight.start, insight.end) == (4, 60.0, None)
    assert insight.root_cause == ADJECTIVE  # it calls nobody, the gateway calls it
    assert set(insight.anomalous) == {ADJECTIVE, GATEWAY}
    assert insight.of_clients == Impact(faults=10, ok=10, total=20)
    assert insight.summary == "adjective-4 has more faults than usual."


def test_it_is_over_after_five_quiet_minutes_and_ends_where_they_began() -> None:
    """The third quiet minute of five: one bad one is still remembered in the first."""
    told = insights([FINE, BAD, BAD, FINE, FINE, FINE, FINE, FINE, FINE])
    number, insight = told[-1]

    assert (number, insight.end) == (9, 240.0)
    assert [each.summary for each in insight.changes] == [
        "adjective-4 has more faults than usual.",
        "adjective-4 is as usual again.",
    ]
    assert {each.id for _, each in told} == {"insight 3"}


def test_what_goes_on_for_an_hour_becomes_usual() -> None:
    """One fault in ten is news at first, then it is not; half of them is, again."""
    usual = together(requests(90), requests(10, fault=True))
    worse = together(requests(50), requests(50, fault=True))

    told = insights([usual] * 90 + [worse] * 2)
    ended = [number for number, each in told if each.end is not None]

    assert told[0][0] == 2
    assert len(ended) == 1
    assert 60 <= ended[0] <= 80
    assert (told[-1][0], told[-1][1].start) == (92, 90 * 60.0)


def test_the_root_cause_moves_with_the_faults() -> None:
    told = insights([BAD, BAD, *[only_the_gateway_faults(20)] * 3])
    moved = told[-1][1]

    assert moved.root_cause == GATEWAY
    assert "The root cause moved to gateway." in {
        each.summary for each in moved.changes
    }


def test_impact_adds_up_while_it_lasts() -> None:
    insight = insights([BAD, BAD, BAD, BAD])[-1][1]

    assert insight.of_root_cause == Impact(faults=30, ok=30, total=60)


def test_slowness_is_noticed_once_it_is_known_what_is_usual() -> None:
    """Beyond X-Ray. Slow from the first minute on is how the service is."""
    assert insights([SLOW] * 10, Category.LATENCY) == []

    [(number, insight)] = insights([FINE] * 10 + [SLOW] * 2, Category.LATENCY)
    assert (number, insight.root_cause) == (12, ADJECTIVE)
    assert insight.summary == "adjective-4 takes longer than usual."


def test_a_forecast_is_what_the_next_minute_may_have_without_suspicion() -> None:
    usual = Usual(minutes=10, mean=0.1, variance=0.0004)

    assert fault_band(usual, 1_000) == (40, 160)
    assert fault_band(usual, 10) == (0, 4)
    assert fault_band(Usual(), 1_000) == (0, 50)


def test_a_few_requests_prove_nothing() -> None:
    few = requests(4, fault=True)

    assert insights([few] * 10) == []
