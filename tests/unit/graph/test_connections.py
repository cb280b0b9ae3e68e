"""Links between traces: an SQS message, and the Lambda function that took it up."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.graph.connections import (
    Connection,
    Ends,
    Senders,
    senders_in,
    with_senders,
)
from xray_local.graph.graph import Graph, graph_of
from xray_local.graph.summarise import MAX_SEGMENT_LINKS, MAX_TRACE_LINKS, summarise
from xray_local.model.summary import ServiceId, Summary
from xray_local.model.trace import Trace

from tests.segments import T, a_segment, a_subsegment
from tests.unit.graph.traces import TRACE_ID, a_trace, an_aws_call, id_of

QUEUE_URL = "https://sqs.us-east-1.amazonaws.com/000000000000/orders"
QUEUE = ServiceId(QUEUE_URL, "AWS::SQS::Queue")
SHOP = ServiceId("shop")
WORKER = ServiceId("worker", "AWS::Lambda::Function")
SEND = an_aws_call("SQS", {"operation": "SendMessage", "queue_url": QUEUE_URL})
"""It ends at T + 0.75."""

OTHER = "1-581cf771-000000000000000000000001"


def a_link(**members: Any) -> dict[str, Any]:
    parent = {"reference_type": "parent"}
    link = {"trace_id": TRACE_ID, "id": SEND["id"], "attributes": parent}
    return link | members


def a_sending_trace(**segment: Any) -> Trace:
    return a_trace(a_segment("shop", **{"subsegments": [SEND]} | segment))


def a_receiving_trace(*links: dict[str, Any], **members: Any) -> Trace:
    """A function that took the message up two seconds after it was sent."""
    times = {"start_time": T + 2.75, "end_time": T + 3}
    function = a_segment(
        "worker", **{"origin": WORKER.type, "links": links, **times} | members
    )
    return a_trace(function)


def completed(sending: Trace, receiving: Trace) -> Summary:
    """The receiving trace in brief, where the sending one is known."""

    def senders_of(trace_id: str) -> Senders:
        return senders_in(sending) if trace_id == sending.id else {}

    return with_senders(summarise(receiving), senders_of)


def connected(sending: Trace, receiving: Trace) -> dict[Ends, Connection]:
    return graph_of([completed(sending, receiving)]).connections


def test_a_message_taken_up_connects_the_queue_with_the_function() -> None:
    [(ends, connection)] = connected(
        a_sending_trace(), a_receiving_trace(a_link(), fault=True)
    ).items()

    assert ends == Ends(QUEUE, WORKER)
    assert connection.ages == {2000: 1}
    assert (connection.statistics.fault, connection.statistics.total) == (1, 1)
    assert connection.statistics.total_response_time == 0.25


def test_a_queue_that_reports_itself_is_the_sender() -> None:
    queue = a_segment("orders", origin="AWS::SQS::Queue", parent_id=SEND["id"])
    sending = a_trace(a_segment("shop", subsegments=[SEND]), queue)

    assert [Ends(ServiceId("orders", "AWS::SQS::Queue"), WORKER)] == [
        *connected(sending, a_receiving_trace(a_link()))
    ]


@pytest.mark.parametrize("entity", ["segment", "work"])
def test_local_work_sends_in_the_name_of_its_segment(entity: str) -> None:
    work = a_subsegment(id=id_of("work"))
    sending = a_sending_trace(id=id_of("segment"), subsegments=[work])

    receiving = a_receiving_trace(a_link(id=id_of(entity)))

    assert [*connected(sending, receiving)] == [Ends(SHOP, WORKER)]


@pytest.mark.parametrize(
    "link",
    [
        a_link(attributes={"reference_type": "child"}),
        a_link(attributes={"aws.xray.reserved.reference_type": "child"}),
        a_link(id=None),
        a_link(id=id_of("nobody")),
        a_link(trace_id=OTHER),
        a_link(trace_id="no trace id"),
    ],
    ids=str,
)
def test_what_leads_nowhere_connects_nothing(link: dict[str, Any]) -> None:
    assert not connected(a_sending_trace(), a_receiving_trace(link))


@pytest.mark.parametrize("attributes", [None, {"queue": "orders"}])
def test_a_link_that_says_no_type_is_to_a_cause(attributes: Any) -> None:
    """OpenTelemetry's span links say none."""
    receiving = a_receiving_trace(a_link(attributes=attributes))

    assert [*connected(a_sending_trace(), receiving)] == [Ends(QUEUE, WORKER)]


def test_a_w3c_id_names_the_trace_as_well() -> None:
    w3c = TRACE_ID[2:].replace("-", "")
    receiving = a_receiving_trace(a_link(trace_id=w3c))

    assert [*connected(a_sending_trace(), receiving)] == [Ends(QUEUE, WORKER)]


def test_a_clock_that_is_behind_makes_no_message_younger_than_new() -> None:
    receiving = a_receiving_trace(a_link(), start_time=T, end_time=T + 1)
    [connection] = connected(a_sending_trace(), receiving).values()

    assert connection.ages == {0: 1}


def test_a_function_in_progress_is_connected_without_figures() -> None:
    receiving = a_receiving_trace(a_link(), end_time=None, in_progress=True)
    [connection] = connected(a_sending_trace(), receiving).values()

    assert (connection.statistics.total, connection.ages) == (0, {2000: 1})


def test_links_of_subsegments_are_their_segments() -> None:
    """OpenTelemetry has them where the message was consumed."""
    consumed = a_subsegment(links=[a_link()])
    [link] = summarise(a_receiving_trace(subsegments=[consumed])).links

    assert (link.service, link.entity_id) == (WORKER, SEND["id"])


def test_x_rays_limits_on_links_hold() -> None:
    """20 of a segment, 100 of a trace."""
    segments = [
        a_segment(
            "worker",
            links=[a_link(id=id_of(f"{segment} {link}")) for link in range(25)],
        )
        for segment in range(6)
    ]

    assert len(summarise(a_trace(*segments[:2])).links) == 2 * MAX_SEGMENT_LINKS
    assert len(summarise(a_trace(*segments)).links) == MAX_TRACE_LINKS


def test_what_was_sent_changes_with_the_trace_that_sent_it() -> None:
    receiving = a_receiving_trace(a_link())
    taken_up = completed(a_sending_trace(), receiving)
    forgotten = with_senders(taken_up, lambda _: {})

    assert taken_up.links[0].sender is not None
    assert forgotten == summarise(receiving)


def test_a_graph_has_a_connection_as_long_as_it_has_a_link() -> None:
    """Two messages between the same services, taken back one by one."""
    first = completed(a_sending_trace(), a_receiving_trace(a_link()))
    second = completed(
        a_sending_trace(),
        a_receiving_trace(a_link(), start_time=T + 5.75, end_time=None),
    )
    graph = graph_of([first, second])

    assert graph.connections[Ends(QUEUE, WORKER)].ages == {2000: 1, 5000: 1}

    graph.remove(first)

    assert graph.connections == graph_of([second]).connections

    graph.remove(second)

    assert not graph.connections


def test_merged_graphs_add_up_their_connections() -> None:
    summaries = [
        completed(a_sending_trace(), a_receiving_trace(a_link(), start_time=T + later))
        for later in (1, 2, 2)
    ]
    merged = Graph()
    for summary in summaries:
        merged.merge(graph_of([summary]))

    assert merged == graph_of(summaries)
    assert merged.connections[Ends(QUEUE, WORKER)].links == 3
