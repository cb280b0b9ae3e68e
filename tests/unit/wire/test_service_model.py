"""Requests are judged by the service model that the clients are made from."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.errors import SerializationFailed, ValidationFailed
from xray_local.wire.service_model import Operation, service_model

MODEL = service_model()


def the_operation(name: str) -> Operation:
    return next(each for each in MODEL.operations if each.name == name)


def test_every_operation_of_x_ray_is_found_at_its_path() -> None:
    assert len(MODEL.operations) >= 38
    for operation in MODEL.operations:
        assert operation == MODEL.at(operation.path)


def test_the_operations_name_is_not_its_path() -> None:
    assert MODEL.at("/GetTraceSummaries") is None


NULL = "failed to satisfy constraint: Member must not be null"


@pytest.mark.parametrize(
    ("operation", "members", "text"),
    [
        (
            "PutTraceSegments",
            {},
            f"1 validation error detected: Value null at 'traceSegmentDocuments' {NULL}",
        ),
        (
            "GetTraceSummaries",
            {},
            f"2 validation errors detected: Value null at 'startTime' {NULL}; "
            f"Value null at 'endTime' {NULL}",
        ),
        (
            "BatchGetTraces",
            {"TraceIds": ["x" * 36]},
            "1 validation error detected: Value '" + "x" * 36 + "' at "
            "'traceIds.1.member' failed to satisfy constraint: "
            "Member must have length less than or equal to 35",
        ),
    ],
)
def test_a_broken_constraint_is_told_as_the_service_tells_it(
    operation: str, members: dict[str, Any], text: str
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        MODEL.checked(the_operation(operation), members)

    assert text == str(refused.value)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (
            {"TraceSegmentDocuments": [42]},
            "NUMBER_VALUE can not be converted to a String",
        ),
        (
            {"TraceSegmentDocuments": "x"},
            "STRING_VALUE can not be converted to a list",
        ),
        (
            {"TraceSegmentDocuments": [True]},
            "TRUE_VALUE can not be converted to a String",
        ),
    ],
)
def test_a_json_value_of_the_wrong_kind_is_no_validation_error(
    members: dict[str, Any], text: str
) -> None:
    with pytest.raises(SerializationFailed) as refused:
        MODEL.checked(the_operation("PutTraceSegments"), members)

    assert text == str(refused.value)


def test_a_moment_may_be_a_number_or_a_text() -> None:
    members = {"StartTime": "2023-11-14T22:13:20Z", "EndTime": 1_700_000_060.5}

    checked = MODEL.checked(the_operation("GetServiceGraph"), members)

    assert checked == {"StartTime": 1_700_000_000.0, "EndTime": 1_700_000_060.5}


def test_what_the_model_does_not_know_is_dropped() -> None:
    assert MODEL.checked(
        the_operation("BatchGetTraces"), {"TraceIds": [], "Invented": 1}
    ) == {"TraceIds": []}


def test_members_without_a_value_are_answered_as_explicit_nulls() -> None:
    completed = MODEL.completed(the_operation("BatchGetTraces"), {"Traces": []})

    assert completed == {"Traces": [], "UnprocessedTraceIds": None, "NextToken": None}
