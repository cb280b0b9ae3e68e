"""A queue between two traces, as clients see it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.segments import a_segment, a_subsegment

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient

NOW = time.time()
WINDOW: dict[str, Any] = {"StartTime": NOW - 60, "EndTime": NOW + 60}
SHOP, WORKER = 0, 1
"""Places in what `put_message` returns."""

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/orders"


def put(client: XRayClient, *documents: dict[str, Any]) -> None:
    client.put_trace_segments(
        TraceSegmentDocuments=[json.dumps(document) for document in documents]
    )


def put_message(client: XRayClient) -> tuple[dict[str, Any], dict[str, Any]]:
    """A message sent in one trace and taken up 1.5 s later in another, which is first."""
    call = a_subsegment(
        "SQS",
        namespace="aws",
        start_time=NOW,
        end_time=NOW + 0.5,
        aws={"operation": "SendMessage", "queue_url": QUEUE},
    )
    shop = a_segment("shop", start_time=NOW, end_time=NOW + 1, subsegments=[call])
    link = {
        "trace_id": shop["trace_id"],
        "id": call["id"],
        "attributes": {"reference_type": "parent"},
    }
    worker = a_segment(
        "worker",
        start_time=NOW + 2,
        end_time=NOW + 3,
        origin="AWS::Lambda::Function",
        aws={"account_id": "123456789012"},
        links=[link],
    )
    put(client, worker)
    put(client, shop)
    return shop, worker


def node(services: list[Any], name: str) -> Any:
    return next(
        each
        for each in services
        if each["Name"] == name and each.get("Type") != "client"
    )


def link_edges(service: Any) -> list[Any]:
    return [each for each in service["Edges"] if each.get("EdgeType") == "link"]


def test_the_message_is_an_edge_between_queue_and_function(client: XRayClient) -> None:
    before = client.get_service_graph(**WINDOW)["Services"]
    counted = sum(
        edge["SummaryStatistics"]["TotalCount"]
        for service in before
        for edge in link_edges(service)
    )
    put_message(client)
    services: list[Any] = client.get_service_graph(**WINDOW)["Services"]
    function = node(services, "worker")
    [edge] = link_edges(node(services, QUEUE))

    assert edge["ReferenceId"] == function["ReferenceId"]
    assert edge["SummaryStatistics"]["TotalCount"] == counted + 1
    assert edge["ReceivedEventAgeHistogram"] == [{"Value": 1.5, "Count": counted + 1}]
    assert edge["ResponseTimeHistogram"] == []
    assert function["AccountId"] == "123456789012"


@pytest.mark.parametrize("asked", [SHOP, WORKER])
def test_a_traces_graph_shows_what_it_is_linked_with(
    client: XRayClient, asked: int
) -> None:
    """Whichever of the two is asked for; only the worker's trace has the link."""
    trace_id = put_message(client)[asked]["trace_id"]
    services: list[Any] = client.get_trace_graph(TraceIds=[trace_id])["Services"]
    [edge] = link_edges(node(services, QUEUE))

    assert edge["ReferenceId"] == node(services, "worker")["ReferenceId"]
    assert edge["SummaryStatistics"]["TotalCount"] == 1
    assert node(services, "shop")["SummaryStatistics"]["TotalCount"] == 1


def test_a_graph_without_the_sender_has_no_such_edge(client: XRayClient) -> None:
    unknown = {"trace_id": a_segment("unsent")["trace_id"], "id": "0" * 16}
    worker = a_segment("worker", start_time=NOW, end_time=NOW + 1, links=[unknown])
    put(client, worker)
    services = client.get_trace_graph(TraceIds=[worker["trace_id"]])["Services"]

    assert [each["Name"] for each in services] == ["worker", "worker"]
    assert [link_edges(each) for each in services] == [[], []]


def test_the_retrieved_graph_names_the_linked_traces(client: XRayClient) -> None:
    """On both sides: at the function, and at the queue whose message it took up."""
    shop, worker = put_message(client)
    token = client.start_trace_retrieval(
        TraceIds=[shop["trace_id"], worker["trace_id"]], **WINDOW
    )["RetrievalToken"]
    services: list[Any] = client.get_retrieved_traces_graph(RetrievalToken=token)[
        "Services"
    ]
    named = {
        each["Service"]["Name"]: each["Links"] for each in services if each["Links"]
    }

    assert named == {
        "worker": [
            {
                "ReferenceType": "parent",
                "SourceTraceId": worker["trace_id"],
                "DestinationTraceIds": [shop["trace_id"]],
            }
        ],
        QUEUE: [
            {
                "ReferenceType": "child",
                "SourceTraceId": shop["trace_id"],
                "DestinationTraceIds": [worker["trace_id"]],
            }
        ],
    }
    assert link_edges(node([each["Service"] for each in services], QUEUE))


def test_links_are_read_back_as_they_were_sent(client: XRayClient) -> None:
    _, worker = put_message(client)
    [trace] = client.batch_get_traces(TraceIds=[worker["trace_id"]])["Traces"]

    assert json.loads(trace["Segments"][0]["Document"])["links"] == worker["links"]


def test_a_w3c_trace_id_is_understood(client: XRayClient) -> None:
    shop, _ = put_message(client)
    w3c = shop["trace_id"][2:].replace("-", "")
    [trace] = client.batch_get_traces(TraceIds=[w3c])["Traces"]

    assert trace["Id"] == shop["trace_id"]
    assert client.get_trace_graph(TraceIds=[w3c])["Services"]


def test_the_account_of_a_function_can_be_asked_for(client: XRayClient) -> None:
    _, worker = put_message(client)

    def found(account: str) -> list[str]:
        answer = client.get_trace_summaries(
            FilterExpression=f'service(id(name: "worker", account.id: "{account}"))',
            **WINDOW,
        )
        return [summary["Id"] for summary in answer["TraceSummaries"]]

    assert worker["trace_id"] in found("123456789012")
    assert found("210987654321") == []


def test_a_trace_beyond_x_rays_size_says_so(client: XRayClient) -> None:
    """And keeps everything, where X-Ray drops what came last."""
    root = a_segment("shop", start_time=NOW, end_time=NOW + 1)
    filling = {"notes": {"text": "x" * 60_000}}
    parts = [
        a_segment("part", trace_id=root["trace_id"], metadata=filling) for _ in range(9)
    ]

    def limit_exceeded() -> bool:
        [trace] = client.batch_get_traces(TraceIds=[root["trace_id"]])["Traces"]
        return trace["LimitExceeded"]

    put(client, root, *parts[:8])

    assert not limit_exceeded()

    put(client, parts[8])

    assert limit_exceeded()
