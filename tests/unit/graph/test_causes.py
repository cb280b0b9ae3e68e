"""Fault and error root causes; what X-Ray itself answered is in test_recordings."""

from __future__ import annotations

from typing import Any

from xray_local.graph.causes import error_causes, fault_causes
from xray_local.model.summary import RootCause
from xray_local.model.trace import Trace

from tests.segments import a_segment, a_subsegment
from tests.unit.graph.traces import a_call, a_trace, id_of, thrown


def paths(causes: tuple[RootCause, ...]) -> list[list[str]]:
    """Each cause as `service/entity` steps."""
    return [
        [
            f"{service.service.name}/{entity.name}"
            for service in cause.services
            for entity in service.path
        ]
        for cause in causes
    ]


def a_failing_chain(**handler: Any) -> Trace:
    """The handler fails, and everyone above it fails because of it."""
    return a_trace(
        a_segment("gateway", error=True, subsegments=[a_call("names", error=True)]),
        a_segment(
            "names",
            parent_id=id_of("call names"),
            error=True,
            subsegments=[a_call("noun-1"), a_call(error=True)],
        ),
        a_segment("noun-1", parent_id=id_of("call noun-1")),
        a_segment("adjective-4", parent_id=id_of("call adjective-4"), **handler),
    )


def test_a_failure_is_followed_to_the_handler_that_caused_it() -> None:
    """Also when it says no more than its status."""
    causes = error_causes(a_failing_chain(error=True).segments)

    assert paths(causes) == [
        [
            "gateway/gateway",
            "gateway/names",
            "names/names",
            "names/adjective-4",
            "adjective-4/adjective-4",
        ]
    ]
    assert causes[0].client_impacting
    assert not any(service.inferred for service in causes[0].services)


def test_a_call_that_only_its_caller_saw_fail_ends_the_path() -> None:
    """A timeout: the callee itself believes that all went well."""
    causes = error_causes(a_failing_chain().segments)

    assert paths(causes)[0][-1] == "names/adjective-4"


def test_the_deepest_exception_below_a_call_ends_the_path() -> None:
    work = a_subsegment("compose", fault=True, cause=thrown("ValueError", message="no"))
    trace = a_trace(
        a_segment("gateway", fault=True, subsegments=[a_call("names", fault=True)]),
        a_segment(
            "names", parent_id=id_of("call names"), fault=True, subsegments=[work]
        ),
    )
    (cause,) = fault_causes(trace.segments)
    (exception,) = cause.services[-1].path[-1].exceptions

    assert cause.services[-1].path[-1].name == "compose"
    assert (exception.name, exception.message) == ("ValueError", "no")


def test_a_failing_service_under_a_healthy_caller_does_not_impact_the_client() -> None:
    trace = a_trace(
        a_segment("gateway", subsegments=[a_call("names", fault=True)]),
        a_segment("names", parent_id=id_of("call names"), fault=True),
    )
    (cause,) = fault_causes(trace.segments)

    assert paths((cause,)) == [["names/names"]]
    assert not cause.client_impacting


def test_exceptions_named_by_every_entity_above_lead_to_the_one_that_threw() -> None:
    """How the Python SDK records an exception that runs up to the segment."""
    reference = id_of("TimeoutError")
    call = a_call(fault=True, cause=thrown())
    work = a_subsegment("compose", fault=True, cause=reference, subsegments=[call])
    trace = a_trace(a_segment("names", fault=True, cause=reference, subsegments=[work]))
    (cause,) = fault_causes(trace.segments)

    assert paths((cause,)) == [
        ["names/names", "names/compose", "names/adjective-4", "adjective-4/adjective-4"]
    ]
    assert cause.services[-1].inferred


def test_a_reference_in_an_object_counts_as_well() -> None:
    """How the Node SDK writes it."""
    work = a_subsegment("compose", fault=True, cause=thrown())
    other = a_subsegment("other", fault=True, cause=thrown("KeyError"))
    reference = {"id": id_of("TimeoutError"), "exceptions": []}
    trace = a_trace(
        a_segment("names", fault=True, cause=reference, subsegments=[other, work])
    )

    assert paths(fault_causes(trace.segments)) == [["names/names", "names/compose"]]


def test_a_failing_call_beside_a_lost_reference_is_a_cause_of_its_own() -> None:
    trace = a_trace(
        a_segment(
            "names",
            fault=True,
            cause=id_of("never received"),
            subsegments=[a_call(fault=True)],
        )
    )
    (cause,) = fault_causes(trace.segments)

    assert paths((cause,)) == [["adjective-4/adjective-4"]]
    assert not cause.client_impacting


def test_a_reference_to_another_branch_gives_no_path() -> None:
    trace = a_trace(
        a_segment("one", fault=True, cause=id_of("TimeoutError")),
        a_segment("two", subsegments=[a_subsegment(cause=thrown())]),
    )

    assert fault_causes(trace.segments) == ()


def test_a_throttled_call_is_an_error_and_no_fault() -> None:
    trace = a_trace(a_segment("names", error=True, subsegments=[a_call(throttle=True)]))

    assert len(error_causes(trace.segments)) == 1
    assert fault_causes(trace.segments) == ()


def test_equal_candidates_give_the_same_cause_in_any_order() -> None:
    children = [
        a_subsegment(name, id=id_of(name), fault=True, cause=thrown(name))
        for name in ("a", "b", "c")
    ]
    found = {
        str(
            paths(
                fault_causes(a_trace(a_segment(fault=True, subsegments=order)).segments)
            )
        )
        for order in (children, children[::-1])
    }

    assert len(found) == 1


def test_segments_that_name_each_other_as_parents_have_no_causes() -> None:
    """Nonsense that anyone may send: it must end, and it has no beginning."""
    trace = a_trace(
        a_segment("one", id=id_of("1"), parent_id=id_of("2"), fault=True),
        a_segment("two", id=id_of("2"), parent_id=id_of("1"), fault=True),
    )

    assert fault_causes(trace.segments) == ()
