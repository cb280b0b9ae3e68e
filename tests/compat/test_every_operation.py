"""Every operation of botocore's model, called through boto3 and the AWS CLI.

A new botocore may bring a new operation: the test fails until that is called, too.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from awscli.clidriver import (  # type: ignore[import-untyped] # it ships no types
    create_clidriver,
)
from botocore import xform_name
from botocore.exceptions import ClientError
from xray_local.wire.service_model import service_model

from tests.processes import RunningXRay
from tests.segments import a_segment, a_trace_id

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient

NOW = time.time()
WINDOW = {"StartTime": NOW - 60, "EndTime": NOW + 60}
NOBODY = "arn:aws:xray:us-east-1:000000000000:group/nobody/" + "A" * 52
INSIGHT = {"InsightId": "00000000-0000-4000-8000-000000000000"}
SEGMENT = a_segment()

# The least that each operation needs, in an order that works.
REQUESTS: dict[str, dict[str, Any]] = {
    "PutTraceSegments": {"TraceSegmentDocuments": [json.dumps(SEGMENT)]},
    "PutTelemetryRecords": {"TelemetryRecords": [{"Timestamp": NOW}]},
    "BatchGetTraces": {"TraceIds": [SEGMENT["trace_id"]]},
    "GetTraceSummaries": WINDOW,
    "GetServiceGraph": WINDOW,
    "GetTraceGraph": {"TraceIds": [SEGMENT["trace_id"]]},
    "GetTimeSeriesServiceStatistics": WINDOW,
    "GetSamplingRules": {},
    "GetSamplingTargets": {"SamplingStatisticsDocuments": []},
    "CreateSamplingRule": {
        "SamplingRule": {
            "RuleName": "one",
            "ResourceARN": "*",
            "Priority": 1,
            "FixedRate": 0.5,
            "ReservoirSize": 1,
            "ServiceName": "*",
            "ServiceType": "*",
            "Host": "*",
            "HTTPMethod": "*",
            "URLPath": "*",
            "Version": 1,
        }
    },
    "UpdateSamplingRule": {"SamplingRuleUpdate": {"RuleName": "one"}},
    "DeleteSamplingRule": {"RuleName": "one"},
    "GetSamplingStatisticSummaries": {},
    "CreateGroup": {"GroupName": "one", "FilterExpression": "fault"},
    "GetGroup": {"GroupName": "one"},
    "GetGroups": {},
    "UpdateGroup": {"GroupName": "one", "FilterExpression": "error"},
    "DeleteGroup": {"GroupName": "one"},
    "PutResourcePolicy": {"PolicyName": "one", "PolicyDocument": "{}"},
    "ListResourcePolicies": {},
    "DeleteResourcePolicy": {"PolicyName": "one"},
    "PutEncryptionConfig": {"Type": "NONE"},
    "GetEncryptionConfig": {},
    "UpdateTraceSegmentDestination": {"Destination": "XRay"},
    "GetTraceSegmentDestination": {},
    "UpdateIndexingRule": {
        "Name": "Default",
        "Rule": {"Probabilistic": {"DesiredSamplingPercentage": 5}},
    },
    "GetIndexingRules": {},
    "StartTraceRetrieval": {"TraceIds": [a_trace_id()], **WINDOW},
    "GetInsightSummaries": {"GroupName": "Default", **WINDOW},
}

# What can only be asked for by a name that does not exist -> the error that says so.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "TagResource": (
        {"ResourceARN": NOBODY, "Tags": []},
        "ResourceNotFoundException",
    ),
    "UntagResource": (
        {"ResourceARN": NOBODY, "TagKeys": []},
        "ResourceNotFoundException",
    ),
    "ListTagsForResource": ({"ResourceARN": NOBODY}, "ResourceNotFoundException"),
    "ListRetrievedTraces": ({"RetrievalToken": "none"}, "ResourceNotFoundException"),
    "GetRetrievedTracesGraph": (
        {"RetrievalToken": "none"},
        "ResourceNotFoundException",
    ),
    "CancelTraceRetrieval": ({"RetrievalToken": "none"}, "ResourceNotFoundException"),
    "GetInsight": (INSIGHT, "InvalidRequestException"),
    "GetInsightEvents": (INSIGHT, "InvalidRequestException"),
    "GetInsightImpactGraph": (INSIGHT | WINDOW, "InvalidRequestException"),
}


def call(client: XRayClient, operation: str, request: dict[str, Any]) -> Any:
    return getattr(client, xform_name(operation))(**request)


def test_every_operation_of_the_model_is_called() -> None:
    called = [*REQUESTS, *REFUSED]

    assert sorted(called) == sorted(each.name for each in service_model().operations)


def test_every_operation_answers_its_least_request(client: XRayClient) -> None:
    """As boto3 prints it, with all members that boto3 needs to read the answer."""
    for operation, request in REQUESTS.items():
        answer = call(client, operation, request)

        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200, operation


def test_every_operation_answers_the_command_line(
    xray: RunningXRay,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The AWS CLI as it is, in this process so that it starts once."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    command_line = create_clidriver()
    for operation, request in REQUESTS.items():
        status = command_line.main(
            [
                "xray",
                xform_name(operation, "-"),
                "--endpoint-url", xray.url,
                "--cli-input-json", json.dumps(request),
            ]
        )  # fmt: skip

        assert (operation, 0) == (operation, status), capsys.readouterr().err


@pytest.mark.parametrize("operation", REFUSED)
def test_what_does_not_exist_is_refused_by_name(
    client: XRayClient, operation: str
) -> None:
    request, name = REFUSED[operation]

    with pytest.raises(ClientError, match="not found") as refusal:
        call(client, operation, request)

    assert refusal.value.response["Error"]["Code"] == name
