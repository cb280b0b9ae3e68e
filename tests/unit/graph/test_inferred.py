"""The segments that X-Ray makes up for services that sent none."""

from __future__ import annotations

from xray_local.graph.inferred import inferred_segments, resource_names
from xray_local.model.ids import is_entity_id

from tests.segments import a_segment, a_subsegment
from tests.unit.graph.traces import (
    a_call,
    a_trace,
    an_aws_call,
    id_of,
    trace_of_batches,
)


def test_a_call_that_nobody_answered_gets_a_segment() -> None:
    (inferred,) = inferred_segments(a_trace(a_segment(subsegments=[a_call()])))

    assert inferred.subsegment_id == id_of("call adjective-4")
    assert inferred.origin is None
    assert is_entity_id(inferred.id)
    assert inferred.id != inferred.subsegment_id


def test_its_id_is_the_same_in_every_answer() -> None:
    trace = a_trace(a_segment(subsegments=[a_call()]))

    assert inferred_segments(trace) == inferred_segments(trace)


def test_it_goes_away_when_the_callee_reports() -> None:
    caller = a_segment("names", subsegments=[a_call()])
    callee = a_segment("adjective-4", parent_id=id_of("call adjective-4"))

    assert len(inferred_segments(a_trace(caller))) == 1
    assert inferred_segments(trace_of_batches([[caller], [callee]])) == ()


def test_open_calls_and_local_work_get_none() -> None:
    trace = a_trace(
        a_segment(
            subsegments=[
                a_call(end_time=None, in_progress=True),
                a_subsegment("compose"),
            ]
        )
    )

    assert inferred_segments(trace) == ()


def test_a_message_to_a_queue_spends_time_in_it() -> None:
    aws = {"queue_url": "https://queue", "operation": "SendMessage"}
    call = an_aws_call("sqs", aws)
    (inferred,) = inferred_segments(a_trace(a_segment(subsegments=[call])))

    assert inferred.origin == "AWS::SQS::Queue"
    assert inferred.resource_names == ("https://queue",)
    assert inferred.queue_time_id not in (None, inferred.id)


def test_resources_are_named_for_answered_calls_too() -> None:
    aws = {"function_name": "colour", "operation": "Invoke"}
    trace = a_trace(a_segment(subsegments=[an_aws_call("Lambda", aws)]))

    assert resource_names(trace.segments[0].subsegments[0]) == ("colour",)
