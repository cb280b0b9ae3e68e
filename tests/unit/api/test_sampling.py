"""Sampling by X-Ray's API: as it was recorded, and the limits that clients meet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from xray_local.sampling.rules import EVERYTHING
from xray_local.wire.service_model import service_model

from tests.asgi import Answered, post
from tests.in_process import InProcess
from tests.recordings import differences, filled
from tests.segments import T

RECORDED = json.loads(
    (Path(__file__).parents[2] / "data" / "recorded_sampling.json").read_text()
)
PATHS = {operation.name: operation.path for operation in service_model().operations}

CLIENT = "c4bcd869c5c14076a836a628"


def call(xray: InProcess, operation: str, **members: Any) -> Answered:
    return post(xray.application, PATHS[operation], members)


def a_rule(name: str = "checkout", **members: Any) -> dict[str, Any]:
    return {
        "RuleName": name,
        "Priority": 100,
        "FixedRate": 0.5,
        "ReservoirSize": 3,
        "Host": "*",
        "HTTPMethod": "*",
        "ResourceARN": "*",
        "ServiceName": "*",
        "ServiceType": "*",
        "URLPath": "*",
        "Version": 1,
    } | members


def a_report(rule: str, client: str = CLIENT, **members: Any) -> dict[str, Any]:
    return {
        "RuleName": rule,
        "ClientID": client,
        "Timestamp": T,
        "RequestCount": 100,
        "SampledCount": 10,
        "BorrowCount": 3,
    } | members


def rules_of(xray: InProcess) -> dict[str, Any]:
    records = call(xray, "GetSamplingRules").body["SamplingRuleRecords"]
    rules = [record["SamplingRule"] for record in records]
    return {rule["RuleName"]: rule for rule in rules}


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["name"])
def test_sampling_answers_as_it_was_recorded(case: dict[str, Any]) -> None:
    xray = InProcess()
    saved: dict[str, Any] = {}
    for step in case["calls"]:
        if "at" in step:
            xray.clock.set(T + step["at"]["$t"])

        answer = call(xray, step["operation"], **filled(step["input"], T, saved))

        expected = dict(step["output"])
        assert expected.pop("__type", None) == answer.error
        assert step["status"] == answer.status
        assert [*differences(expected, answer.body, T)] == []
        for name, path in step.get("save", {}).items():
            value = answer.body
            for member in path.split("."):
                value = value[member]
            saved[name] = value


def test_a_twenty_sixth_rule_is_one_too_many() -> None:
    xray = InProcess()
    for number in range(25):
        created = call(xray, "CreateSamplingRule", SamplingRule=a_rule(f"r{number}"))
        assert created.status == 200

    refused = call(xray, "CreateSamplingRule", SamplingRule=a_rule("r25"))

    assert (refused.status, refused.error) == (400, "RuleLimitExceededException")
    call(xray, "DeleteSamplingRule", RuleName="r0")
    assert call(xray, "CreateSamplingRule", SamplingRule=a_rule("r25")).status == 200


LOCKED = "Only the reservoir size and fixed rate of the default sampling rule"

# operation, members -> how the text of the refusal begins
REFUSED = [
    ("DeleteSamplingRule", {"RuleName": "Default"}, "The default sampling rule cannot"),
    ("DeleteSamplingRule", {"RuleName": "gone"}, "Sampling rule does not exist"),
    ("DeleteSamplingRule", {}, "Request must contain either sampling rule name"),
    (
        "UpdateSamplingRule",
        {"SamplingRuleUpdate": {"RuleName": "Default", "Host": "shop"}},
        LOCKED,
    ),
    (
        "UpdateSamplingRule",
        {
            "SamplingRuleUpdate": {
                "RuleName": "Default",
                "SamplingRateBoost": {"MaxRate": 1, "CooldownWindowMinutes": 1},
            }
        },
        LOCKED,
    ),
    (
        "UpdateSamplingRule",
        {"SamplingRuleUpdate": {"RuleName": "Default", "FixedRate": 1.5}},
        "Invalid update request for sampling rule",
    ),
    (
        "UpdateSamplingRule",
        {"SamplingRuleUpdate": {"RuleARN": "arn:aws:xray:nowhere"}},
        "Invalid sampling rule ARN",
    ),
    (
        "CreateSamplingRule",
        {"SamplingRule": a_rule("Default")},
        "Sampling rule already exists",
    ),
    (
        "CreateSamplingRule",
        {"SamplingRule": a_rule(Version=2)},
        "Sampling rule version must be 1",
    ),
]


@pytest.mark.parametrize(("operation", "members", "text"), REFUSED)
def test_what_is_refused_changes_nothing(
    operation: str, members: dict[str, Any], text: str
) -> None:
    xray = InProcess()
    before = rules_of(xray)

    refused = call(xray, operation, **members)

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
    assert refused.body["Message"].startswith(text)
    assert before == rules_of(xray)


def test_the_default_rules_rate_and_reservoir_may_be_changed() -> None:
    xray = InProcess()

    call(
        xray,
        "UpdateSamplingRule",
        SamplingRuleUpdate={"RuleName": "Default", "FixedRate": 0, "ReservoirSize": 9},
    )

    default = rules_of(xray)["Default"]
    assert (default["FixedRate"], default["ReservoirSize"]) == (0, 9)


def test_an_attributes_key_is_as_long_as_the_model_allows() -> None:
    rule = a_rule(Attributes={"k" * 33: "v"})

    refused = call(InProcess(), "CreateSamplingRule", SamplingRule=rule)

    assert refused.error == "ValidationException"
    assert (
        "Map keys must satisfy constraint: [Member must have"
        in (refused.body["message"])
    )


def test_a_reservoir_beyond_32_bits_is_no_integer() -> None:
    rule = a_rule(ReservoirSize=1 << 40)

    refused = call(InProcess(), "CreateSamplingRule", SamplingRule=rule)

    assert refused.error == "SerializationException"


def test_boost_reports_on_an_unknown_rule_are_named() -> None:
    report = {
        "RuleName": "gone",
        "ServiceName": "shop",
        "Timestamp": T,
        "AnomalyCount": 1,
        "TotalCount": 2,
        "SampledAnomalyCount": 0,
    }

    answer = call(
        InProcess(),
        "GetSamplingTargets",
        SamplingStatisticsDocuments=[a_report("Default")],
        SamplingBoostStatisticsDocuments=[report],
    )

    assert answer.body["UnprocessedBoostStatistics"] == [
        {"RuleName": "gone", "ErrorCode": "400", "Message": "Unknown rule"}
    ]
    assert len(answer.body["SamplingTargetDocuments"]) == 1


def test_reports_as_opentelemetry_sends_them_are_understood() -> None:
    """Its own word for a count, a fraction of a second, null for an empty list."""
    report = a_report("Default", Timestamp=T + 0.25, SampleCount=7)
    del report["SampledCount"]
    xray = InProcess()

    answer = call(
        xray,
        "GetSamplingTargets",
        SamplingStatisticsDocuments=[report],
        SamplingBoostStatisticsDocuments=None,
    )

    [listed] = call(xray, "GetSamplingStatisticSummaries").body[
        "SamplingStatisticSummaries"
    ]
    assert "UnprocessedBoostStatistics" not in answer.body
    assert listed["SampledCount"] == 7


def test_reports_are_summed_in_windows_of_ten_seconds() -> None:
    xray = InProcess()
    call(xray, "CreateSamplingRule", SamplingRule=a_rule())
    for seconds, client in ((0, "a" * 24), (4, "b" * 24), (11, "a" * 24)):
        xray.clock.set(T + seconds)
        reports = [a_report("checkout", client), a_report("Default", client)]
        call(xray, "GetSamplingTargets", SamplingStatisticsDocuments=reports)

    listed = call(xray, "GetSamplingStatisticSummaries").body

    assert [
        (each["Timestamp"] - T, each["RuleName"], each["RequestCount"])
        for each in listed["SamplingStatisticSummaries"]
    ] == [
        (0, "Default", 200),
        (0, "checkout", 200),
        (10, "Default", 100),
        (10, "checkout", 100),
    ]
    assert listed["SamplingStatisticSummaries"][0] == {
        "RuleName": "Default",
        "Timestamp": T,
        "RequestCount": 200,
        "BorrowCount": 6,
        "SampledCount": 20,
    }


def test_statistics_are_read_page_by_page() -> None:
    xray = InProcess()
    for window in range(1_050):
        xray.clock.set(T + 10 * window)
        report = a_report("Default", RequestCount=window + 1)
        call(xray, "GetSamplingTargets", SamplingStatisticsDocuments=[report])

    first = call(xray, "GetSamplingStatisticSummaries").body
    second = call(
        xray, "GetSamplingStatisticSummaries", NextToken=first["NextToken"]
    ).body

    listed = first["SamplingStatisticSummaries"] + second["SamplingStatisticSummaries"]
    assert [each["RequestCount"] for each in listed] == [*range(1, 1_051)]
    assert second["NextToken"] is None


def tags_of(xray: InProcess, rule: str) -> Any:
    arn = f"arn:aws:xray:us-west-2:000000000000:sampling-rule/{rule}"
    return call(xray, "ListTagsForResource", ResourceARN=arn).body.get("Tags")


def test_a_rules_tags_are_kept_until_it_is_deleted() -> None:
    xray = InProcess(EVERYTHING)
    tags = [{"Key": "team", "Value": "red"}]
    call(xray, "CreateSamplingRule", SamplingRule=a_rule(), Tags=tags)

    assert tags_of(xray, "checkout") == tags

    call(xray, "DeleteSamplingRule", RuleName="checkout")
    assert tags_of(xray, "checkout") is None

    call(xray, "CreateSamplingRule", SamplingRule=a_rule())
    assert tags_of(xray, "checkout") == []


@pytest.mark.parametrize(
    "tags",
    [
        [{"Key": "aws:team", "Value": "red"}],
        [{"Key": "team", "Value": "red"}] * 2,
        [{"Key": str(number), "Value": ""} for number in range(51)],
    ],
    ids=["system", "twice", "51"],
)
def test_a_rule_with_tags_that_are_refused_is_not_made(tags: list[Any]) -> None:
    xray = InProcess(EVERYTHING)
    refused = call(xray, "CreateSamplingRule", SamplingRule=a_rule(), Tags=tags)

    assert refused.status == 400
    assert list(rules_of(xray)) == ["Default"]


def test_rules_outlive_the_process_and_default_only_once_changed() -> None:
    first = InProcess(EVERYTHING)
    rule = a_rule(
        Attributes={"tier": "gold"},
        SamplingRateBoost={"MaxRate": 1, "CooldownWindowMinutes": 5},
    )
    call(first, "CreateSamplingRule", SamplingRule=rule)
    before = rules_of(first)

    assert before == rules_of(InProcess(EVERYTHING, first.store))
    assert rules_of(InProcess(store=first.store))["Default"]["FixedRate"] == 0.05

    update = {"RuleName": "Default", "FixedRate": 0.25}
    call(first, "UpdateSamplingRule", SamplingRuleUpdate=update)
    assert rules_of(InProcess(store=first.store))["Default"]["FixedRate"] == 0.25
