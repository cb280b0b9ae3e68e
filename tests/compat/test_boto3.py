"""boto3 puts segments in and reads them back, as against the real service."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.processes import RunningXRay, eventually
from tests.segments import a_segment, a_subsegment, a_trace_id, an_id

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient


def put(client: XRayClient, *documents: dict[str, Any]) -> list[Any]:
    answer = client.put_trace_segments(
        TraceSegmentDocuments=[json.dumps(document) for document in documents]
    )
    return list(answer["UnprocessedTraceSegments"])


def around(moment: float) -> dict[str, Any]:
    return {"StartTime": moment - 60, "EndTime": moment + 60}


@pytest.fixture
def a_call() -> list[dict[str, Any]]:
    """names calls adjective-4, which takes long and says why."""
    now, trace_id = time.time(), a_trace_id()
    call = a_subsegment(namespace="remote", start_time=now + 0.1, end_time=now + 2.1)
    caller = a_segment(
        trace_id=trace_id,
        start_time=now,
        end_time=now + 2.2,
        http={"request": {"method": "GET", "url": "http://names/"}},
        subsegments=[call],
    )
    callee = a_segment(
        "adjective-4",
        trace_id=trace_id,
        parent_id=call["id"],
        start_time=now + 0.2,
        end_time=now + 2.0,
        annotations={"handler": "adjective-4", "run": an_id()},
        http={"response": {"status": 200}},
    )
    return [caller, callee]


def test_what_was_put_is_visible_at_once(
    client: XRayClient, a_call: list[dict[str, Any]]
) -> None:
    assert put(client, *a_call) == []

    [trace] = client.batch_get_traces(TraceIds=[a_call[0]["trace_id"]])["Traces"]

    assert a_call[0]["trace_id"] == trace["Id"]
    assert trace["Duration"] == pytest.approx(2.2, abs=0.001)
    documents = [json.loads(segment["Document"]) for segment in trace["Segments"]]
    assert [document["name"] for document in documents] == ["names", "adjective-4"]


def test_the_slow_trace_is_found_by_its_response_time(
    client: XRayClient, a_call: list[dict[str, Any]]
) -> None:
    put(client, *a_call)
    run = a_call[1]["annotations"]["run"]

    def found(expression: str) -> list[str]:
        pages = client.get_paginator("get_trace_summaries").paginate(
            **around(a_call[0]["start_time"]),
            FilterExpression=f'{expression} AND annotation.run = "{run}"',
        )
        return [each["Id"] for page in pages for each in page["TraceSummaries"]]

    assert [a_call[0]["trace_id"]] == found("responsetime > 1.5")
    assert found("responsetime > 3") == []
    assert [a_call[0]["trace_id"]] == found(
        'service("adjective-4") { ok AND responsetime >= 1.7 }'
    )


def test_the_graph_draws_client_caller_and_callee(
    client: XRayClient, a_call: list[dict[str, Any]]
) -> None:
    put(client, *a_call)

    services = client.get_service_graph(**around(a_call[0]["start_time"]))["Services"]

    by_id = {service["ReferenceId"]: service for service in services}
    edges = {
        (service.get("Type"), service["Name"], by_id[edge["ReferenceId"]]["Name"])
        for service in services
        for edge in service["Edges"]
    }
    assert {("client", "names", "names"), (None, "names", "adjective-4")} <= edges


def test_the_graph_of_one_trace_has_only_its_nodes(
    client: XRayClient, a_call: list[dict[str, Any]]
) -> None:
    put(client, *a_call)

    graph = client.get_trace_graph(TraceIds=[a_call[0]["trace_id"]])

    assert sorted(service["Name"] for service in graph["Services"]) == [
        "adjective-4",
        "names",
        "names",
    ]


def test_a_call_that_nobody_answered_is_inferred(client: XRayClient) -> None:
    call = a_subsegment(
        "DynamoDB", namespace="aws", aws={"operation": "PutItem", "table_name": "names"}
    )
    segment = a_segment(subsegments=[call])
    put(client, segment)

    [trace] = client.batch_get_traces(TraceIds=[segment["trace_id"]])["Traces"]
    graph = client.get_trace_graph(TraceIds=[segment["trace_id"]])["Services"]

    inferred = json.loads(trace["Segments"][1]["Document"])
    assert inferred["inferred"] is True
    assert (call["id"], "AWS::DynamoDB::Table") == (
        inferred["parent_id"],
        inferred["origin"],
    )
    assert ("names", "AWS::DynamoDB::Table") in {
        (service["Name"], service.get("Type")) for service in graph
    }


def test_a_bad_document_is_listed_and_the_good_ones_are_kept(
    client: XRayClient,
) -> None:
    good, bad = a_segment(), a_segment(start_time=None)

    [unprocessed] = put(client, good, bad)

    assert (bad["id"], "MissingStartTime") == (
        unprocessed["Id"],
        unprocessed["ErrorCode"],
    )
    assert client.batch_get_traces(TraceIds=[good["trace_id"]])["Traces"]


def test_a_segment_sent_by_udp_is_read_by_http(
    xray: RunningXRay, client: XRayClient
) -> None:
    segment = a_segment()
    xray.send(segment)

    traces = eventually(
        lambda: client.batch_get_traces(TraceIds=[segment["trace_id"]])["Traces"]
    )

    assert segment["id"] == traces[0]["Segments"][0]["Id"]


def test_the_rules_record_everything_unless_told_otherwise(client: XRayClient) -> None:
    [record] = client.get_sampling_rules()["SamplingRuleRecords"]

    rule = record["SamplingRule"]
    assert (
        rule.get("RuleName"),
        rule["FixedRate"],
        rule.get("Attributes"),
    ) == ("Default", 1.0, {})


# What is asked -> the error's name and the start of its text.
REFUSALS = [
    (
        lambda client: client.batch_get_traces(TraceIds=[a_trace_id()] * 2),
        "InvalidRequestException",
        "Containing duplicate trace ids",
    ),
    (
        lambda client: client.batch_get_traces(
            TraceIds=[a_trace_id() for _ in range(6)]
        ),
        "InvalidRequestException",
        "Exceeding maximum query size: 5",
    ),
    (
        lambda client: client.batch_get_traces(TraceIds=["nonsense"]),
        "InvalidRequestException",
        "Invalid trace id nonsense: incorrect id format",
    ),
    (
        lambda client: client.get_trace_graph(TraceIds=[a_trace_id()]),
        "InvalidRequestException",
        "Trace id not found",
    ),
    (
        lambda client: client.get_service_graph(StartTime=100, EndTime=50),
        "InvalidRequestException",
        "End time cannot be earlier than start time",
    ),
    (
        lambda client: client.get_service_graph(StartTime=0, EndTime=6 * 3600 + 1),
        "InvalidRequestException",
        "Time range cannot be longer than 6 hours",
    ),
    (
        lambda client: client.get_trace_summaries(
            StartTime=0, EndTime=60, NextToken="not-ours"
        ),
        "InvalidRequestException",
        "Invalid token not-ours",
    ),
    (
        lambda client: client.get_trace_summaries(
            StartTime=0, EndTime=60, FilterExpression="responsetme > 1"
        ),
        "InvalidRequestException",
        "Error Location: line 1, position 1 : Invalid input symbol",
    ),
    (
        lambda client: client.put_trace_segments(TraceSegmentDocuments=[]),
        "InvalidRequestException",
        "Segments can not be empty",
    ),
]


@pytest.mark.parametrize(("ask", "name", "text"), REFUSALS)
def test_what_the_service_refuses_is_refused_in_its_words(
    client: XRayClient, ask: Any, name: str, text: str
) -> None:
    with pytest.raises(ClientError) as refused:
        ask(client)

    assert name == refused.value.response["Error"]["Code"]
    assert refused.value.response["Error"]["Message"].startswith(text)


def test_a_list_of_traces_is_read_page_by_page(client: XRayClient) -> None:
    """More traces than a page holds: none twice, none missing, newest first."""
    now, run = time.time() - 3600, an_id()
    documents = [
        a_segment(
            start_time=now + number / 10,
            end_time=now + number / 10 + 0.05,
            annotations={"run": run},
        )
        for number in range(450)
    ]
    for first in range(0, len(documents), 50):
        put(client, *documents[first : first + 50])

    pages = client.get_paginator("get_trace_summaries").paginate(
        **around(now + 20), FilterExpression=f'annotation.run = "{run}"'
    )
    ids = [each["Id"] for page in pages for each in page["TraceSummaries"]]

    assert [document["trace_id"] for document in reversed(documents)] == ids


def test_an_array_of_subsegments_is_folded_into_their_parent(
    client: XRayClient,
) -> None:
    root = a_segment("shop")
    parts = [
        a_segment(
            name,
            type="subsegment",
            trace_id=root["trace_id"],
            parent_id=root["id"],
        )
        for name in ("first", "second")
    ]
    answer = client.put_trace_segments(
        TraceSegmentDocuments=[json.dumps(root), json.dumps(parts), "[]"]
    )
    [trace] = client.batch_get_traces(TraceIds=[root["trace_id"]])["Traces"]
    [segment] = trace["Segments"]

    [empty] = answer["UnprocessedTraceSegments"]
    assert empty["ErrorCode"] == "MissingId"
    assert [
        each["name"] for each in json.loads(segment["Document"])["subsegments"]
    ] == ["first", "second"]
