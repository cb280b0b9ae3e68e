"""Documents as spans of OpenTelemetry, member by member."""

from __future__ import annotations

import json
from typing import Any

import pytest
from xray_local.model.trace import assemble
from xray_local.wire.arrays import accept_documents
from xray_local.wire.otlp.spans import otlp_spans
from xray_local.wire.otlp.values import any_value

from tests.segments import T, a_segment, a_subsegment

TRACE = "1-5759E988-bd862e3fe1be46a994272793"
W3C = "5759e988bd862e3fe1be46a994272793"
ROOT, CALL, CALLEE = "53995C3f42cd8ad8", "a2d3f1c4b5968778", "70de5b6f19ff9a0a"
SERVER, CLIENT, INTERNAL = 2, 3, 1


def documents(*sent: dict[str, Any]) -> list[dict[str, Any]]:
    """What is printed of a trace, each a whole document of OTLP."""
    received = accept_documents(json.dumps([*sent]).encode(), T)
    trace = assemble(TRACE, received)
    return [json.loads(each.document) for each in otlp_spans(trace, received)]


def spans(*sent: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        span
        for document in documents(*sent)
        for of_resource in document["resourceSpans"]
        for of_scope in of_resource["scopeSpans"]
        for span in of_scope["spans"]
    ]


def plain(key_values: list[dict[str, Any]]) -> dict[str, Any]:
    """Attributes by key, in Python's types; a key twice would be a mistake."""
    found: dict[str, Any] = {}
    for each in key_values:
        assert each["key"] not in found
        [(kind, value)] = each["value"].items()
        if kind == "arrayValue":
            value = [next(iter(one.values())) for one in value["values"]]
        found[each["key"]] = int(value) if kind == "intValue" else value
    return found


def a_root(**members: Any) -> dict[str, Any]:
    return a_segment("shop", trace_id=TRACE, id=ROOT, **members)


def test_the_tree_becomes_spans_with_parents() -> None:
    """Of a caller, its call, local work below that, and the callee's segment."""
    work = a_subsegment("work")
    call = a_subsegment("orders", id=CALL, namespace="remote", subsegments=[work])
    callee = a_segment("orders", trace_id=TRACE, id=CALLEE, parent_id=CALL)

    found = spans(a_root(subsegments=[call]), callee)

    assert [
        (each["name"], each["kind"], each["spanId"], each.get("parentSpanId"))
        for each in found
    ] == [
        ("shop", SERVER, ROOT.lower(), None),
        ("orders", CLIENT, CALL, ROOT.lower()),
        ("work", INTERNAL, work["id"], CALL),
        ("orders", SERVER, CALLEE, CALL),
    ]
    assert {each["traceId"] for each in found} == {W3C}


def test_times_are_texts_of_nanoseconds() -> None:
    [span] = spans(a_root(start_time=1_700_000_000.123456, end_time=1_700_000_001))

    assert span["startTimeUnixNano"] == "1700000000123456000"
    assert span["endTimeUnixNano"] == "1700000001000000000"


def test_what_is_still_in_progress_has_no_end() -> None:
    [span] = spans(a_root(end_time=None, in_progress=True))

    assert "endTimeUnixNano" not in span
    assert plain(span["attributes"]) == {"aws.xray.in_progress": True}


# Members of a segment -> the attributes of its span.
ATTRIBUTES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    (
        {
            "http": {
                "request": {
                    "method": "GET",
                    "url": "http://shop/",
                    "user_agent": "curl/8",
                    "client_ip": "192.0.2.7",
                },
                "response": {"status": 404, "content_length": -1},
            }
        },
        {
            "http.request.method": "GET",
            "url.full": "http://shop/",
            "user_agent.original": "curl/8",
            "client.address": "192.0.2.7",
            "http.response.status_code": 404,
            "http.response.body.size": -1,
        },
    ),
    (
        {"annotations": {"vip": True, "age": 7, "share": 0.5, "my.key": "x"}},
        {
            "vip": True,
            "age": 7,
            "share": 0.5,
            "my.key": "x",
            "aws.xray.annotations": ["vip", "age", "share", "my.key"],
        },
    ),
    (
        {"metadata": {"default": {"cart": [1, {"deep": None}]}}},
        {"aws.xray.metadata.default": '{"cart":[1,{"deep":null}]}'},
    ),
    ({"user": "alice"}, {"enduser.id": "alice"}),
    (
        {"http": {"request": {"method": "GET"}}, "annotations": {"url.full": 1, "http.request.method": "PUT"}},
        {"http.request.method": "GET", "url.full": 1, "aws.xray.annotations": ["url.full", "http.request.method"]},
    ),
    ({"fault": True}, {"error.type": "fault"}),
    ({"error": True, "throttle": True}, {"error.type": "throttle"}),
    ({"fault": False, "error": False}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("members", "expected"), ATTRIBUTES)
def test_members_become_attributes(
    members: dict[str, Any], expected: dict[str, Any]
) -> None:
    [span] = spans(a_root(**members))

    assert plain(span.get("attributes", [])) == expected


# Members of a subsegment -> the attributes of its span.
CALLS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"namespace": "local"}, {}),
    ({"namespace": "remote"}, {"peer.service": "adjective-4"}),
    (
        {
            "name": "DynamoDB",
            "namespace": "aws",
            "aws": {"operation": "GetItem", "table_name": "cart", "retries": 0},
        },
        {
            "rpc.system": "aws-api",
            "rpc.service": "DynamoDB",
            "rpc.method": "GetItem",
            "aws.operation": "GetItem",
            "aws.table_name": "cart",
        },
    ),
    (
        {
            "name": "orders@db",
            "namespace": "remote",
            "sql": {"database_type": "postgresql", "sanitized_query": "SELECT 1"},
        },
        {
            "peer.service": "orders@db",
            "db.system": "postgresql",
            "db.statement": "SELECT 1",
        },
    ),
]


@pytest.mark.parametrize(("members", "expected"), CALLS)
def test_calls_say_whom_they_called(
    members: dict[str, Any], expected: dict[str, Any]
) -> None:
    _, span = spans(a_root(subsegments=[a_subsegment(**members)]))

    assert plain(span.get("attributes", [])) == expected


# Members of a segment -> the attributes of its resource.
RESOURCES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    (
        {
            "origin": "AWS::ECS::Fargate",
            "service": {"version": "1.2"},
            "aws": {
                "account_id": "123456789012",
                "ecs": {"container": "c"},
                "xray": {"sdk": "X-Ray for Python", "sdk_version": "2.15.0"},
            },
        },
        {
            "service.version": "1.2",
            "cloud.provider": "aws",
            "cloud.platform": "aws_ecs",
            "aws.ecs.launchtype": "fargate",
            "cloud.account.id": "123456789012",
            "container.name": "c",
            "telemetry.sdk.name": "X-Ray for Python",
            "telemetry.sdk.version": "2.15.0",
        },
    ),
    (
        {"origin": "AWS::EC2::Instance", "aws": {"ec2": {"instance_id": "i-1", "instance_type": "t3.micro", "availability_zone": "us-east-1a"}}},
        {"cloud.provider": "aws", "cloud.platform": "aws_ec2", "host.id": "i-1", "host.type": "t3.micro", "cloud.availability_zone": "us-east-1a"},
    ),
    ({"origin": "AWS::Mine::Own"}, {"aws.xray.origin": "AWS::Mine::Own"}),
    ({"service": "odd", "aws": {"ec2": None, "xray": 7}}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("members", "expected"), RESOURCES)
def test_every_span_has_the_resource_of_its_segment(
    members: dict[str, Any], expected: dict[str, Any]
) -> None:
    printed = documents(a_root(subsegments=[a_subsegment()], **members))
    resources = [each["resourceSpans"][0]["resource"] for each in printed]

    assert len(printed) == 2
    assert [plain(each["attributes"]) for each in resources] == [
        {"service.name": "shop", **expected}
    ] * 2


def test_a_fault_with_its_exception_is_a_status_and_an_event() -> None:
    frame = {"path": "db.py", "line": 7, "label": "query"}
    thrown = {"id": "1", "type": "Timeout", "message": "slow", "stack": [frame]}
    [span] = spans(a_root(fault=True, cause={"exceptions": [thrown]}))

    [event] = span["events"]

    assert span["status"] == {"code": 2, "message": "slow"}
    assert plain(span["attributes"])["error.type"] == "Timeout"
    assert (event["name"], event["timeUnixNano"]) == (
        "exception",
        span["endTimeUnixNano"],
    )
    assert plain(event["attributes"]) == {
        "exception.type": "Timeout",
        "exception.message": "slow",
        "exception.stacktrace": "  at query (db.py:7)",
    }


def test_what_went_well_has_no_status_even_with_a_handled_exception() -> None:
    thrown = {"id": "1", "type": "Timeout", "message": "slow"}
    [span] = spans(a_root(cause={"exceptions": [thrown]}))

    assert span["status"] == {"code": 0}
    assert len(span["events"]) == 1


@pytest.mark.parametrize("cause", ["aaaaaaaaaaaaaaaa", {"id": "aaaaaaaaaaaaaaaa"}])
def test_an_exception_of_another_entity_is_not_told_twice(cause: Any) -> None:
    [span] = spans(a_root(fault=True, cause=cause))

    assert "events" not in span
    assert span["status"] == {"code": 2}


def test_links_name_the_other_trace_as_w3c_does() -> None:
    link = {"trace_id": TRACE, "id": CALL, "attributes": {"reference_type": "parent"}}
    [span] = spans(a_root(links=[link]))

    [printed] = span["links"]

    assert (printed["traceId"], printed["spanId"]) == (W3C, CALL)
    assert plain(printed["attributes"]) == {"reference_type": "parent"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, {"boolValue": True}),
        (-7, {"intValue": "-7"}),
        (2**63, {"doubleValue": 2.0**63}),
        (0.5, {"doubleValue": 0.5}),
        ([1, None, "x"], {"arrayValue": {"values": [{"intValue": "1"}, {"stringValue": "x"}]}}),
        (None, None),
        ({"a": 1}, None),
    ],
)  # fmt: skip
def test_values_are_spelt_by_their_kind(value: Any, expected: Any) -> None:
    assert expected == any_value(value)
