"""Each exception that the model names for an operation is raised, or said not to be.

The reference's table "Exceptions that never come" is held to what is not raised here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader
from xray_local.errors import Overloaded
from xray_local.model.segment import Received
from xray_local.wire.service_model import service_model

from tests.asgi import Answered, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, a_trace_id, as_bytes
from tests.unit.api.test_sampling import a_rule

REFERENCE = Path(__file__).parents[3] / "docs" / "reference.md"
PATHS = {each.name: each.path for each in service_model().operations}
INVALID = "InvalidRequestException"
NOT_FOUND = "ResourceNotFoundException"
STALE = "InvalidPolicyRevisionIdException"

WINDOW = {"StartTime": T, "EndTime": T + 60}
BACKWARDS = {"StartTime": T, "EndTime": T - 60}
INSIGHT = {"InsightId": "00000000-0000-4000-8000-000000000000"}
NOBODY = "arn:aws:xray:us-west-2:000000000000:group/nobody"
DEFAULT = "arn:aws:xray:us-west-2:000000000000:group/Default"
NO_TOKEN = {"RetrievalToken": "none"}
LOCKOUT = '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*"}}'
POLICY = {"PolicyName": "p", "PolicyDocument": "{}"}

RAISED: list[tuple[str, str, dict[str, Any]]] = [
    ("BatchGetTraces", INVALID, {"TraceIds": [a_trace_id() for _ in range(6)]}),
    ("CancelTraceRetrieval", NOT_FOUND, NO_TOKEN),
    ("CreateGroup", INVALID, {"GroupName": "a", "FilterExpression": " "}),
    ("CreateSamplingRule", INVALID, {"SamplingRule": a_rule("a") | {"Version": 2}}),
    ("DeleteGroup", INVALID, {"GroupName": "nobody"}),
    ("DeleteResourcePolicy", INVALID, {"PolicyName": "p"}),
    ("DeleteResourcePolicy", STALE, {"PolicyName": "p", "PolicyRevisionId": "1"}),
    ("DeleteSamplingRule", INVALID, {"RuleName": "nobody"}),
    ("GetGroup", INVALID, {"GroupName": "nobody"}),
    ("GetGroups", INVALID, {"NextToken": "1"}),
    ("GetInsight", INVALID, INSIGHT),
    ("GetInsightEvents", INVALID, INSIGHT),
    ("GetInsightImpactGraph", INVALID, INSIGHT | WINDOW),
    ("GetInsightSummaries", INVALID, WINDOW),
    ("GetRetrievedTracesGraph", NOT_FOUND, NO_TOKEN),
    ("GetSamplingStatisticSummaries", INVALID, {"NextToken": "?"}),
    ("GetServiceGraph", INVALID, BACKWARDS),
    ("GetTimeSeriesServiceStatistics", INVALID, WINDOW | {"Period": 61}),
    ("GetTraceGraph", INVALID, {"TraceIds": []}),
    ("GetTraceSummaries", INVALID, BACKWARDS),
    ("ListResourcePolicies", INVALID, {"NextToken": "1"}),
    ("ListRetrievedTraces", NOT_FOUND, NO_TOKEN),
    ("ListTagsForResource", NOT_FOUND, {"ResourceARN": NOBODY}),
    ("PutEncryptionConfig", INVALID, {"Type": "KMS"}),
    (
        "PutResourcePolicy",
        "MalformedPolicyDocumentException",
        POLICY | {"PolicyDocument": "{"},
    ),
    (
        "PutResourcePolicy",
        "LockoutPreventionException",
        POLICY | {"PolicyDocument": LOCKOUT},
    ),
    ("PutResourcePolicy", STALE, POLICY | {"PolicyRevisionId": "7"}),
    (
        "PutResourcePolicy",
        "PolicySizeLimitExceededException",
        POLICY | {"PolicyDocument": '{"a": "%s"}' % ("x" * 5120)},
    ),
    ("PutTelemetryRecords", INVALID, {"TelemetryRecords": []}),
    ("PutTraceSegments", INVALID, {"TraceSegmentDocuments": []}),
    ("StartTraceRetrieval", INVALID, {"TraceIds": [], **WINDOW}),
    (
        "TagResource",
        INVALID,
        {"ResourceARN": DEFAULT, "Tags": [{"Key": "aws:a", "Value": ""}]},
    ),
    ("TagResource", NOT_FOUND, {"ResourceARN": NOBODY, "Tags": []}),
    ("UntagResource", NOT_FOUND, {"ResourceARN": NOBODY, "TagKeys": []}),
    ("UpdateGroup", INVALID, {"GroupName": "nobody"}),
    (
        "UpdateIndexingRule",
        INVALID,
        {
            "Name": "Default",
            "Rule": {"Probabilistic": {"DesiredSamplingPercentage": 101}},
        },
    ),
    ("UpdateIndexingRule", NOT_FOUND, {"Name": "Mine", "Rule": {}}),
    ("UpdateSamplingRule", INVALID, {"SamplingRuleUpdate": {"RuleName": "nobody"}}),
    ("UpdateTraceSegmentDestination", INVALID, {}),
]
"""One request is enough for these: operation, exception, request."""


def ask(xray: InProcess, operation: str, **members: Any) -> Answered:
    return post(xray.application, PATHS[operation], members)


def a_sixth_policy(xray: InProcess) -> Answered:
    for number in range(5):
        ask(xray, "PutResourcePolicy", PolicyName=f"p{number}", PolicyDocument="{}")
    return ask(xray, "PutResourcePolicy", **POLICY)


def a_twenty_sixth_rule(xray: InProcess) -> Answered:
    for number in range(25):
        ask(xray, "CreateSamplingRule", SamplingRule=a_rule(f"r{number}"))
    return ask(xray, "CreateSamplingRule", SamplingRule=a_rule("r25"))


def a_queue_without_room(xray: InProcess) -> Answered:
    def refuse(batch: Sequence[Received], rejected: Sequence[str] = ()) -> Future[None]:
        raise Overloaded("The ingestion queue is full")

    xray.submit = refuse  # type: ignore[method-assign] # as a collector that is behind
    document = as_bytes(a_segment()).decode()
    return ask(xray, "PutTraceSegments", TraceSegmentDocuments=[document])


def a_page_that_is_none(operation: str) -> Callable[[InProcess], Answered]:
    def ask_for_it(xray: InProcess) -> Answered:
        started = ask(xray, "StartTraceRetrieval", TraceIds=[a_trace_id()], **WINDOW)
        return ask(xray, operation, **started.body, NextToken="?")

    return ask_for_it


STORIES: list[tuple[str, str, Callable[[InProcess], Answered]]] = [
    ("PutResourcePolicy", "PolicyCountLimitExceededException", a_sixth_policy),
    ("CreateSamplingRule", "RuleLimitExceededException", a_twenty_sixth_rule),
    ("PutTraceSegments", "ThrottledException", a_queue_without_room),
    *(
        (operation, INVALID, a_page_that_is_none(operation))
        for operation in ("ListRetrievedTraces", "GetRetrievedTracesGraph")
    ),
]
"""These need something to happen before."""


@pytest.mark.parametrize(("operation", "name", "request_"), RAISED)
def test_a_request_is_refused_by_the_models_name(
    operation: str, name: str, request_: dict[str, Any]
) -> None:
    xray = InProcess()

    refused = ask(xray, operation, **request_)

    assert name == refused.error
    assert refused.status == status_of(name)
    assert xray.counters.snapshot(0).refused_requests == {name: 1}


@pytest.mark.parametrize(("operation", "name", "story"), STORIES)
def test_what_has_gone_before_decides(
    operation: str, name: str, story: Callable[[InProcess], Answered]
) -> None:
    refused = story(InProcess())

    assert (name, status_of(name)) == (refused.error, refused.status)


def test_every_exception_of_the_model_is_raised_or_named_in_the_reference() -> None:
    named = {
        (operation, error["shape"])
        for operation, described in model()["operations"].items()
        for error in described["errors"]
    }
    raised = {(operation, name) for operation, name, _ in (*RAISED, *STORIES)}

    assert raised - named == set()
    assert named - raised == never_coming()


def test_a_policy_that_locks_its_author_out_is_put_where_that_is_wanted() -> None:
    put = ask(
        InProcess(),
        "PutResourcePolicy",
        PolicyName="p",
        PolicyDocument=LOCKOUT,
        BypassPolicyLockoutCheck=True,
    )

    assert put.status == 200


def never_coming() -> set[tuple[str, str]]:
    """The rows of the reference's table; "the others" are all but the named ones."""
    section = REFERENCE.read_text().partition("### Exceptions that never come")[2]
    pairs: set[tuple[str, str]] = set()
    for exception, text in re.findall(
        r"^\| (\w+Exception) \| ([^|]+) \|", section, re.M
    ):
        listed = {each for each in PATHS if re.search(rf"\b{each}\b", text)}
        others = set(PATHS) - listed
        chosen = others if text.startswith("all but") else listed
        pairs |= {(operation, exception) for operation in chosen}
    return pairs


def status_of(name: str) -> int:
    stated: int = model()["shapes"][name].get("error", {}).get("httpStatusCode", 400)
    return stated


@cache
def model() -> Any:
    return Loader().load_service_model("xray", "service-2")
