"""What is set for the account: it is kept, and read back as it was set."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.processes import RunningXRay, running_xray_local

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient


def client_of(xray: RunningXRay) -> XRayClient:
    return boto3.client(
        "xray",
        endpoint_url=xray.url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )


REPORT: Any = {
    "RuleName": "Default",
    "ClientID": "a" * 24,
    "Timestamp": 1_700_000_000,
    "RequestCount": 7,
    "SampledCount": 3,
}


def test_settings_outlive_the_process(tmp_path: Path) -> None:
    """Stopped and started again on the same folder, nothing is forgotten."""
    serve = partial(running_xray_local, tmp_path, "--data", str(tmp_path / "data"))
    with serve() as xray:
        client = client_of(xray)
        group = client.create_group(
            GroupName="faults",
            FilterExpression="fault",
            Tags=[{"Key": "team", "Value": "red"}],
        )["Group"]
        client.put_resource_policy(PolicyName="sns", PolicyDocument='{"a": 1}')
        client.put_encryption_config(Type="KMS", KeyId="alias/traces")
        key = client.get_encryption_config()["EncryptionConfig"]
        client.update_trace_segment_destination(Destination="CloudWatchLogs")
        client.update_indexing_rule(
            Name="Default",
            Rule={"Probabilistic": {"DesiredSamplingPercentage": 12.5}},
        )

    with serve() as xray:
        client = client_of(xray)
        [policy] = client.list_resource_policies()["ResourcePolicies"]
        [rule] = client.get_indexing_rules()["IndexingRules"]
        kept = client.get_group(GroupName="faults")["Group"]
        tags = client.list_tags_for_resource(ResourceARN=group["GroupARN"])["Tags"]

        assert kept == group
        assert tags == [{"Key": "team", "Value": "red"}]
        assert policy["PolicyDocument"] == '{"a": 1}'
        assert client.get_encryption_config()["EncryptionConfig"] == key
        assert client.get_trace_segment_destination()["Destination"] == "CloudWatchLogs"
        assert rule["Rule"]["Probabilistic"]["DesiredSamplingPercentage"] == 12.5


def test_what_has_passed_by_outlives_the_process(tmp_path: Path) -> None:
    """What clients reported on sampling, and which documents were rejected."""
    serve = partial(running_xray_local, tmp_path, "--data", str(tmp_path / "data"))
    with serve() as xray:
        client = client_of(xray)
        client.update_sampling_rule(
            SamplingRuleUpdate={"RuleName": "Default", "FixedRate": 0.25}
        )
        client.get_sampling_targets(SamplingStatisticsDocuments=[REPORT])
        client.put_trace_segments(TraceSegmentDocuments=["{"])

    with serve() as xray:
        client = client_of(xray)
        [default] = client.get_sampling_rules()["SamplingRuleRecords"]
        told = client.get_sampling_statistic_summaries()["SamplingStatisticSummaries"]
        [rejected] = xray.get("/api/rejected")["Rejected"]

        assert default["SamplingRule"]["FixedRate"] == 0.25
        assert [each["RequestCount"] for each in told] == [7]
        assert rejected["ErrorCode"] == "ParseError"


def refusal(call: Any, **request: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**request)
    return str(refused.value.response["Error"]["Code"])


def test_a_policy_has_its_limits(client: XRayClient) -> None:
    """5 KB each, five in all; the one that is there can still be replaced."""
    put = client.put_resource_policy
    large = '{"a": "%s"}' % ("x" * 5120)
    assert (
        refusal(put, PolicyName="large", PolicyDocument=large)
        == "PolicySizeLimitExceededException"
    )
    assert (
        refusal(put, PolicyName="list", PolicyDocument="[]")
        == "MalformedPolicyDocumentException"
    )
    for number in range(5):
        put(PolicyName=f"policy-{number}", PolicyDocument="{}")
    assert (
        refusal(put, PolicyName="policy-5", PolicyDocument="{}")
        == "PolicyCountLimitExceededException"
    )

    replaced = put(PolicyName="policy-0", PolicyDocument='{"b": 2}')["ResourcePolicy"]
    names = [
        each["PolicyName"]
        for each in client.list_resource_policies()["ResourcePolicies"]
    ]
    assert replaced["PolicyRevisionId"] == "2"
    assert names == ["policy-1", "policy-2", "policy-3", "policy-4", "policy-0"]


def test_a_stale_revision_deletes_nothing(client: XRayClient) -> None:
    for _ in range(2):
        client.put_resource_policy(PolicyName="policy-0", PolicyDocument="{}")
    [before] = [
        each
        for each in client.list_resource_policies()["ResourcePolicies"]
        if each["PolicyName"] == "policy-0"
    ]
    delete = client.delete_resource_policy

    assert (
        refusal(delete, PolicyName="policy-0", PolicyRevisionId="1")
        == "InvalidPolicyRevisionIdException"
    )
    delete(PolicyName="policy-0", PolicyRevisionId=before["PolicyRevisionId"])
    assert refusal(delete, PolicyName="policy-0") == "InvalidRequestException"


@pytest.mark.parametrize(
    "request_", [{"Type": "KMS"}, {"Type": "NONE", "KeyId": "alias/traces"}]
)
def test_a_key_goes_with_kms_and_only_with_kms(
    client: XRayClient, request_: dict[str, Any]
) -> None:
    assert (
        refusal(client.put_encryption_config, **request_) == "InvalidRequestException"
    )


def test_a_key_is_shown_by_its_arn_and_in_force_at_once(client: XRayClient) -> None:
    put = client.put_encryption_config(Type="KMS", KeyId="alias/traces")
    got = client.get_encryption_config()["EncryptionConfig"]

    assert put["EncryptionConfig"]["Status"] == "UPDATING"
    assert got["Status"] == "ACTIVE"
    assert got["KeyId"] == put["EncryptionConfig"]["KeyId"]
    assert got["KeyId"].startswith("arn:aws:kms:us-east-1:000000000000:key/")


def test_an_indexing_rule_takes_a_percentage(client: XRayClient) -> None:
    update = client.update_indexing_rule
    too_much: Any = {"Probabilistic": {"DesiredSamplingPercentage": 101}}

    assert refusal(update, Name="Default", Rule=too_much) == "InvalidRequestException"
    assert refusal(update, Name="Mine", Rule=too_much) == "ResourceNotFoundException"
