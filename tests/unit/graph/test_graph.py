"""The service graph as a sum of summaries."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from xray_local.graph.graph import Graph, graph_of, state_of
from xray_local.graph.summarise import summarise
from xray_local.model.summary import ServiceId, Summary

from tests.segments import T, a_segment
from tests.unit.graph.many_traces import summaries
from tests.unit.graph.traces import (
    ADJECTIVE,
    CLIENT,
    GATEWAY,
    a_call,
    a_trace,
    id_of,
)

REMOTE = ServiceId("adjective-4", "remote")


def a_summary(**gateway: object) -> Summary:
    """A gateway of one second that calls adjective-4, which reports nothing."""
    return summarise(a_trace(a_segment("gateway", subsegments=[a_call()], **gateway)))


def without_bounds(graph: Graph) -> Graph:
    """Everything that `remove` promises to restore."""
    nodes = {
        service: msgspec.structs.replace(node, first=0.0, last=0.0)
        for service, node in graph.nodes.items()
    }
    return Graph(nodes, graph.connections)


def test_outcomes_are_counted_in_four_classes_that_add_up() -> None:
    """Throttled beats faulty, faulty beats erroneous, whatever else is flagged."""
    graph = graph_of(
        [
            a_summary(),
            a_summary(error=True),
            a_summary(error=True, fault=True),
            a_summary(error=True, throttle=True, fault=True),
            a_summary(http={"response": {"status": 429}}),
            a_summary(http={"response": {"status": 302}}),
        ]
    )
    figures = graph.nodes[GATEWAY].statistics

    assert (figures.ok, figures.error, figures.fault, figures.throttle) == (2, 1, 1, 2)
    assert figures.total == 6
    assert figures.total_response_time == 6.0
    assert figures.average == 1.0


def test_work_in_progress_is_on_the_map_without_figures() -> None:
    graph = graph_of([a_summary(end_time=None, in_progress=True)])
    node = graph.nodes[GATEWAY]

    assert (node.reported, node.statistics.total, node.durations) == (1, 0, {})
    assert graph.nodes[CLIENT].edges[GATEWAY].statistics.total == 0


def test_a_client_has_an_edge_but_no_figures_of_its_own() -> None:
    node = graph_of([a_summary()]).nodes[CLIENT]

    assert node.statistics.total == 0
    assert node.edges[GATEWAY].statistics.response_times == {1000: 1}


def test_states_tell_who_reported() -> None:
    graph = graph_of([a_summary()])
    states = {service: state_of(service, node) for service, node in graph.nodes.items()}

    assert states == {GATEWAY: "active", REMOTE: "passive", CLIENT: "unknown"}


def test_a_service_that_begins_to_report_becomes_another_node() -> None:
    """Its type is its own from then on; callers' view of it is an alias."""
    callee = a_segment("adjective-4", parent_id=id_of("call adjective-4"))
    graph = Graph()
    before = a_summary()
    graph.add(before)
    graph.remove(before)
    graph.add(summarise(a_trace(a_segment("gateway", subsegments=[a_call()]), callee)))

    assert REMOTE not in graph.nodes
    assert graph.nodes[GATEWAY].edges[ADJECTIVE].aliases == {REMOTE: 1}


def test_bounds_are_whole_seconds_of_the_traces_starts() -> None:
    """For every node of a trace the trace's own start counts, not the node's."""
    graph = graph_of(a_summary(start_time=T - second) for second in (0.25, 7.75))
    node = graph.nodes[REMOTE]

    assert (node.start_second, node.end_second) == (T - 8, T)
    assert (graph.first, graph.last) == (T - 7.75, T - 0.25)


def test_numbers_are_from_zero_and_the_same_for_the_same_graph() -> None:
    """An edge carries the number of its target."""
    forwards = list(graph_of([a_summary()]).numbered())
    numbers = {each.service: each.reference_id for each in forwards}

    assert sorted(numbers.values()) == [0, 1, 2]
    assert forwards == list(graph_of([a_summary()]).numbered())
    assert {
        (each.service, edge.target, edge.reference_id)
        for each in forwards
        for edge in each.edges
    } == {(CLIENT, GATEWAY, numbers[GATEWAY]), (GATEWAY, REMOTE, numbers[REMOTE])}


def test_an_empty_graph_has_no_bounds() -> None:
    graph = Graph()

    assert (list(graph.numbered()), graph.first, graph.last) == ([], None, None)


@settings(deadline=None)
@given(st.lists(summaries(), max_size=6), st.integers(0, 6))
def test_merging_the_parts_gives_the_whole(parts: list[Summary], cut: int) -> None:
    total = graph_of(parts[:cut])
    rest = graph_of(parts[cut:])
    total.merge(rest)

    assert total == graph_of(parts)
    assert rest == graph_of(parts[cut:])


@settings(deadline=None)
@given(st.lists(summaries(), max_size=4), st.lists(summaries(), max_size=4))
def test_what_was_added_can_be_taken_out(
    kept: list[Summary], passing: list[Summary]
) -> None:
    """In another order than it came, and to the last figure."""
    graph = graph_of([*passing, *kept])
    for summary in reversed(passing):
        graph.remove(summary)

    assert without_bounds(graph) == without_bounds(graph_of(kept))


@settings(deadline=None)
@given(st.lists(summaries(), max_size=4))
def test_a_graph_survives_being_stored(parts: list[Summary]) -> None:
    graph = graph_of(parts)
    stored = msgspec.msgpack.encode(graph)

    assert msgspec.msgpack.decode(stored, type=Graph) == graph
