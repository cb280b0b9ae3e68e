"""Members that are not set are there, as nulls: not every client drops them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.loaders import Loader
from xray_local.wire.service_model import service_model

from tests.compat.test_process import ask
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment, a_subsegment, a_trace_id

NOW = time.time()
TRACE_ID = a_trace_id()
ENDED: dict[str, Any] = {"start_time": NOW - 2, "end_time": NOW - 1}
CALL: dict[str, Any] = a_subsegment(namespace="remote", **ENDED)
THROWN = {"exceptions": [{"id": "0" * 16, "message": "no", "type": "Odd"}]}
DOCUMENTS = [
    a_segment(
        trace_id=TRACE_ID,
        annotations={"kind": "x"},
        user="alice",
        fault=True,
        cause=THROWN,
        aws={"ec2": {"instance_id": "i-1", "availability_zone": "a"}},
        subsegments=[CALL],
        **ENDED,
    ),
    a_segment("adjective-4", trace_id=TRACE_ID, parent_id=CALL["id"], **ENDED),
]
WINDOW = {"StartTime": NOW - 120, "EndTime": NOW + 120}
ASKED: dict[str, dict[str, Any]] = {
    "BatchGetTraces": {"TraceIds": [TRACE_ID]},
    "GetTraceSummaries": WINDOW,
    "GetTraceGraph": {"TraceIds": [TRACE_ID]},
    "GetServiceGraph": WINDOW,
    "GetTimeSeriesServiceStatistics": WINDOW,
    "GetSamplingRules": {},
    "GetGroups": {},
    "GetEncryptionConfig": {},
    "GetIndexingRules": {},
    "GetTraceSegmentDestination": {},
    "ListResourcePolicies": {},
}
# Recorded as {} when no forecast was asked for, and a rule without a boost it lacks.
SPARSE = {"ForecastStatistics", "SamplingRule"}


@pytest.fixture(scope="module")
def xray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path_factory.mktemp("xray"), "--memory") as running:
        put = {"TraceSegmentDocuments": [json.dumps(each) for each in DOCUMENTS]}
        ask(running, "/TraceSegments", json.dumps(put).encode())
        yield running


@pytest.mark.parametrize("operation", ASKED)
def test_no_member_of_the_model_is_left_out(xray: RunningXRay, operation: str) -> None:
    """In every structure of the answer, however deep."""
    shapes = Loader().load_service_model("xray", "service-2")["shapes"]
    [found] = [each for each in service_model().operations if each.name == operation]
    status, answer = ask(xray, found.path, json.dumps(ASKED[operation]).encode())

    assert status == 200
    left_out = missing(answer, found.output_shape, shapes, operation)
    assert list(left_out) == []


def missing(
    value: Any, shape_name: str, shapes: dict[str, Any], path: str
) -> Iterator[str]:
    shape = shapes[shape_name]
    match shape["type"], value:
        case "structure", dict() if shape_name not in SPARSE:
            for member, reference in shape["members"].items():
                if member not in value:
                    yield f"{path}.{member}"
                else:
                    yield from missing(
                        value[member], reference["shape"], shapes, f"{path}.{member}"
                    )
        case "list", list():
            for each in value:
                yield from missing(each, shape["member"]["shape"], shapes, path)
        case "map", dict():
            for each in value.values():
                yield from missing(each, shape["value"]["shape"], shapes, path)
