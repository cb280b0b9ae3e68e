"""Response-time root causes; what X-Ray itself answered is in test_recordings."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.graph.summarise import summarise
from xray_local.model.summary import RootCause

from tests.segments import T, a_segment, a_subsegment
from tests.unit.graph.traces import a_call, a_trace, id_of


def causes(*documents: dict[str, Any]) -> tuple[RootCause, ...]:
    return summarise(a_trace(*documents)).response_time_causes


def steps(cause: RootCause) -> list[tuple[str, float | None]]:
    return [
        (entity.name, entity.coverage)
        for service in cause.services
        for entity in service.path
    ]


@pytest.mark.parametrize(("seconds", "found"), [(0.5, 0), (0.501, 1), (0.75, 1)])
def test_a_step_must_take_more_than_half_of_the_time(
    seconds: float, found: int
) -> None:
    work = a_subsegment(start_time=T, end_time=T + seconds)

    assert len(causes(a_segment(subsegments=[work]))) == found


def test_slowness_is_followed_into_the_service_that_is_slow() -> None:
    """The path that shows which of many handlers a request waited for."""
    (cause,) = causes(
        a_segment(
            "gateway",
            end_time=T + 2,
            subsegments=[a_call("names", start_time=T, end_time=T + 1.9)],
        ),
        a_segment(
            "names",
            parent_id=id_of("call names"),
            end_time=T + 1.9,
            subsegments=[
                a_call("noun-1", start_time=T, end_time=T + 0.1),
                a_call(start_time=T, end_time=T + 1.8),
            ],
        ),
        a_segment(
            "adjective-4", parent_id=id_of("call adjective-4"), end_time=T + 1.75
        ),
    )

    assert steps(cause) == [
        ("gateway", 1.0),
        ("names", 0.95),
        ("names", 0.95),
        ("adjective-4", 0.9),
        ("adjective-4", 0.875),
    ]
    assert cause.client_impacting


def test_a_callee_that_outlives_the_call_does_not_lengthen_the_path() -> None:
    (cause,) = causes(
        a_segment("gateway", subsegments=[a_call("names", end_time=T + 0.9)]),
        a_segment("names", parent_id=id_of("call names"), end_time=T + 7),
    )

    assert steps(cause) == [("gateway", 1.0), ("names", 0.65)]


def test_an_open_root_or_an_instant_one_has_no_cause() -> None:
    slow = a_call(start_time=T, end_time=T + 1)

    assert causes(a_segment(end_time=None, in_progress=True, subsegments=[slow])) == ()
    assert causes(a_segment(end_time=T, subsegments=[slow])) == ()
