"""What a summary says of a trace."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.graph.summarise import summarise
from xray_local.model.summary import Flags, HttpFacts, ServiceId
from xray_local.model.trace import Trace

from tests.segments import T, a_segment, a_subsegment
from tests.unit.graph.traces import (
    ADJECTIVE,
    CLIENT,
    GATEWAY,
    NAMES,
    a_call,
    a_trace,
    an_aws_call,
    id_of,
)


def a_chain() -> Trace:
    """A gateway that calls names, which calls adjective-4; all three report."""
    return a_trace(
        a_segment("gateway", subsegments=[a_call("names")]),
        a_segment("names", parent_id=id_of("call names"), subsegments=[a_call()]),
        a_segment("adjective-4", parent_id=id_of("call adjective-4")),
    )


def edges(trace: Trace) -> list[tuple[ServiceId, ServiceId]]:
    return [(call.source, call.target) for call in summarise(trace).calls]


def test_a_chain_of_reporting_services_is_a_chain_of_edges() -> None:
    """The client comes first, and carries the root's own name."""
    summary = summarise(a_chain())

    assert {(CLIENT, GATEWAY), (GATEWAY, NAMES), (NAMES, ADJECTIVE)} == {
        (call.source, call.target) for call in summary.calls
    }
    assert {GATEWAY, NAMES, ADJECTIVE, CLIENT} == set(summary.services)
    assert summary.entry_point == GATEWAY
    assert not summary.partial


def test_every_call_knows_the_occurrence_that_answered_it() -> None:
    summary = summarise(a_chain())

    assert [call.target for call in summary.calls] == [
        summary.occurrences[call.answered_by].service for call in summary.calls
    ]


def test_a_reported_callee_seen_under_another_type_leaves_an_alias() -> None:
    """Callers see `remote`; the segment reports no type of its own."""
    calls = {call.target: call.alias for call in summarise(a_chain()).calls}

    assert calls[NAMES] == ServiceId("names", "remote")
    assert calls[GATEWAY] is None


def test_figures_of_an_edge_are_the_callers() -> None:
    """The caller waited 0.5 s; the callee itself says that it worked for 1 s."""
    summary = summarise(a_chain())
    call = next(call for call in summary.calls if call.target == NAMES)

    assert call.response_time == 0.5
    assert summary.occurrences[call.answered_by].response_time == 1.0


def test_a_callee_that_reports_nothing_is_inferred_from_the_call() -> None:
    call = a_call("payments", fault=True, http={"response": {"status": 503}})
    summary = summarise(a_trace(a_segment("gateway", subsegments=[call])))
    inferred = summary.occurrences[1]

    assert inferred.service == ServiceId("payments", "remote")
    assert inferred.inferred
    assert inferred.flags == Flags(fault=True)
    assert inferred.http == HttpFacts(status=503)
    assert inferred.response_time == 0.5


AWS_CALLS = [
    ("DynamoDB", {"table_name": "t", "operation": "GetItem"}, "t", "DynamoDB::Table"),
    ("dynamodb", {"table_name": "t", "operation": "PutItem"}, "t", "DynamoDB::Table"),
    ("S3", {"bucket_name": "b", "operation": "GetObject"}, "b", "S3::Bucket"),
    ("SQS", {"queue_url": "https://q", "operation": "SendMessage"}, "https://q", "SQS::Queue"),
    ("SNS", {"topic_arn": "arn:t", "operation": "Publish"}, "arn:t", "SNS"),
    ("Lambda", {"function_name": "f", "operation": "Invoke"}, "f", "Lambda"),
    ("Kinesis", {"operation": "PutRecord"}, "Kinesis", "Kinesis"),
    ("DynamoDB", {"operation": "ListTables"}, "DynamoDB", "DynamoDB"),
    ("SQS", {"queue_url": "https://q"}, "SQS", "SQS"),
    ("dynamodb", {"table_name": "t"}, "dynamodb", "DynamoDB"),
]  # fmt: skip


@pytest.mark.parametrize(("called", "aws", "name", "kind"), AWS_CALLS)
def test_an_aws_call_stands_for_the_resource_that_it_names(
    called: str, aws: dict[str, Any], name: str, kind: str
) -> None:
    """In any spelling of the service; without `operation` it stays the service."""
    call = an_aws_call(called, aws)
    summary = summarise(a_trace(a_segment("names", subsegments=[call])))

    assert summary.calls[-1].target == ServiceId(name, f"AWS::{kind}")


def test_local_work_is_no_service() -> None:
    """The Python SDK says `local` where the others say nothing."""
    local = a_subsegment("compose", namespace="local")
    silent = a_subsegment("compose")
    trace = a_trace(a_segment("gateway", subsegments=[local, silent]))

    assert edges(trace) == [(CLIENT, GATEWAY)]


def test_a_call_inside_local_work_leaves_from_the_segment() -> None:
    work = a_subsegment("compose", subsegments=[a_call()])
    trace = a_trace(a_segment("gateway", subsegments=[work]))

    assert (GATEWAY, ServiceId("adjective-4", "remote")) in edges(trace)


def test_a_segment_right_below_a_segment_brings_the_edges_figures() -> None:
    """Nobody recorded a call, as between Lambda's two segments."""
    trace = a_trace(
        a_segment("gateway", id=id_of("gateway")),
        a_segment("names", parent_id=id_of("gateway"), error=True, end_time=T + 0.25),
    )
    call = summarise(trace).calls[-1]

    assert (call.source, call.target, call.alias) == (GATEWAY, NAMES, None)
    assert call.response_time == 0.25
    assert call.flags == Flags(error=True)


def test_one_call_answered_twice_by_a_service_counts_once() -> None:
    """The caller made one call; that a proxy tried it twice is the callee's figure."""
    first, second = (
        a_segment("names", parent_id=id_of("call names"), start_time=T + start)
        for start in (0.0, 0.5)
    )
    trace = a_trace(a_segment("gateway", subsegments=[a_call("names")]), first, second)

    assert edges(trace) == [(CLIENT, GATEWAY), (GATEWAY, NAMES)]
    assert len(summarise(trace).occurrences) == 3


def test_flags_and_http_are_the_roots_alone() -> None:
    trace = a_trace(
        a_segment(
            "gateway",
            error=True,
            http={
                "request": {"method": "GET", "url": "http://localhost/"},
                "response": {"status": 404},
            },
            subsegments=[a_call(fault=True, http={"response": {"status": 503}})],
        )
    )
    summary = summarise(trace)

    assert summary.flags == Flags(error=True)
    assert summary.http == HttpFacts(url="http://localhost/", method="GET", status=404)


def test_of_two_roots_the_earlier_is_the_entry_point() -> None:
    """Each has a client in front of it."""
    trace = a_trace(
        a_segment("late", start_time=T + 0.5), a_segment("early", fault=True)
    )
    summary = summarise(trace)

    assert summary.entry_point == ServiceId("early")
    assert summary.flags == Flags(fault=True)
    assert {ServiceId("late", "client"), ServiceId("early", "client")} == {
        call.source for call in summary.calls
    }


def test_a_segment_whose_parent_is_missing_makes_the_trace_partial() -> None:
    """It has no entry point, no response time and no client."""
    summary = summarise(a_trace(a_segment("names", parent_id=id_of("nobody"))))

    assert summary.partial
    assert summary.entry_point is None
    assert summary.response_time is None
    assert summary.duration == 1.0
    assert summary.services == (NAMES,)


def test_orphaned_subsegments_do_not_lengthen_a_trace() -> None:
    orphan = a_subsegment(type="subsegment", parent_id=id_of("nobody"), end_time=T + 60)
    summary = summarise(a_trace(a_segment("gateway"), orphan))

    assert summary.duration == 1.0
    assert summary.partial


def test_orphaned_subsegments_alone_show_nothing() -> None:
    orphan = a_subsegment(type="subsegment", parent_id=id_of("nobody"))
    summary = summarise(a_trace(orphan))

    assert (summary.occurrences, summary.duration) == ((), None)


def test_an_open_root_has_no_response_time() -> None:
    """What has completed below it gives the trace a duration."""
    root = a_segment("gateway", end_time=None, in_progress=True)
    below = a_subsegment(start_time=T + 1, end_time=T + 4)

    assert summarise(a_trace(root)).duration is None
    summary = summarise(a_trace(root | {"subsegments": [below]}))
    assert (summary.duration, summary.response_time) == (4.0, None)


def test_work_after_the_answer_counts_for_duration_not_for_response_time() -> None:
    late = a_subsegment("audit", end_time=T + 5)
    summary = summarise(a_trace(a_segment("gateway", subsegments=[late])))

    assert (summary.duration, summary.response_time) == (5.0, 1.0)
    assert summary.occurrences[0].settled_end == T + 5


def test_annotations_of_all_entities_come_together_each_value_once() -> None:
    """True and 1 are different values, though Python thinks otherwise."""
    trace = a_trace(
        a_segment(
            "gateway",
            annotations={"handler": "a", "flag": True},
            subsegments=[a_subsegment(annotations={"handler": "b", "flag": 1})],
        ),
        a_segment("names", annotations={"handler": "a", "flag": 1.0}),
    )
    summary = summarise(trace)

    assert summary.annotations["handler"] == ("a", "b")
    assert [repr(value) for value in summary.annotations["flag"]] == ["True", "1"]
    assert summary.occurrences[1].annotations == {"handler": ("a",), "flag": (1.0,)}


def test_fifty_annotations_of_a_trace_are_indexed() -> None:
    """The first ones; one that is known already takes no room."""
    many = {f"key{number}": number for number in range(50)}
    summary = summarise(
        a_trace(
            a_segment("gateway", annotations=many),
            a_segment("names", annotations={"key0": 0, "key1": "other", "new": 1}),
        )
    )

    assert summary.annotations == {key: (value,) for key, value in many.items()}
    assert summary.occurrences[1].annotations == {"key0": (0,)}


def test_of_long_texts_the_beginning_is_indexed() -> None:
    """By the lengths of the schema; what is shorter stays as it is."""
    request = {"url": "u" * 300, "user_agent": "a" * 250, "client_ip": "é" * 251}
    segment = a_segment(
        user="n" * 300, http={"request": request}, annotations={"k": "v" * 1_001}
    )

    summary = summarise(a_trace(segment))

    assert summary.http == HttpFacts(
        url="u" * 250, user_agent="a" * 250, client_ip="é" * 250
    )
    assert summary.users == ("n" * 250,)
    assert summary.annotations == {"k": ("v" * 1_000,)}


def test_annotation_keys_with_forbidden_characters_are_not_indexed() -> None:
    annotations = {"ok_1.x": 1, "no-hyphen": 1, "no space": 1, "": 1}
    summary = summarise(a_trace(a_segment(annotations=annotations)))

    assert summary.annotations == {"ok_1.x": (1,)}


def test_users_and_places_are_gathered_from_every_segment() -> None:
    aws = {"ec2": {"instance_id": "i-1", "availability_zone": "eu-west-1a"}}
    trace = a_trace(
        a_segment("gateway", user="ada", aws=aws, resource_arn="arn:gateway"),
        a_segment("names", user="bob", aws=aws),
    )
    summary = summarise(trace)

    assert summary.users == ("ada", "bob")
    assert summary.resource_arns == ("arn:gateway",)
    assert summary.instance_ids == ("i-1",)
    assert summary.availability_zones == ("eu-west-1a",)


def test_depth_is_free() -> None:
    """Subsegments nested far deeper than Python's own recursion limit."""
    deepest = a_call()
    trace = a_trace(a_segment("gateway", subsegments=[deepest]))
    root = trace.segments[0]
    entity = root.subsegments[0]
    for level in range(5000):
        entity = type(entity)(
            id=f"{level:016x}",
            name="work",
            start_time=T,
            end_time=T + 1,
            fault=True,
            subsegments=(entity,),
        )
    deep = type(root)(
        id=root.id,
        name="gateway",
        start_time=T,
        end_time=T + 1,
        fault=True,
        subsegments=(entity,),
    )
    trace = Trace(trace.id, (deep,), (), 1, T)

    assert edges(trace)[-1] == (GATEWAY, ServiceId("adjective-4", "remote"))
