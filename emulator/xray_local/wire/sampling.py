"""Sampling rules, reports and targets in X-Ray's words."""

from __future__ import annotations

from typing import Any

from xray_local.model.sampling import Report, SamplingRule, Target, Targets

Json = dict[str, Any]


def lenient_reports(body: Json) -> Json:
    """A GetSamplingTargets request as the model has it.

    OpenTelemetry's clients send `SampleCount` for `SampledCount` and nulls for lists.
    """
    documents = body.get("SamplingStatisticsDocuments")
    if not isinstance(documents, list):
        return body
    return body | {
        "SamplingStatisticsDocuments": [_lenient(each) for each in documents]
    }


def _lenient(document: Any) -> Any:
    if isinstance(document, dict) and "SampledCount" not in document:
        return document | {"SampledCount": document.get("SampleCount")}
    return document


def reports(members: Json) -> list[Report]:
    return [
        Report(
            rule_name=each["RuleName"],
            client_id=each["ClientID"],
            at=each["Timestamp"],
            requests=each["RequestCount"],
            sampled=each["SampledCount"],
            borrowed=each.get("BorrowCount", 0),
        )
        for each in members["SamplingStatisticsDocuments"]
    ]


def rule_record(rule: SamplingRule, *, region: str, account: str) -> Json:
    """A SamplingRuleRecord. `Attributes` must be an object: the Node SDK walks it."""
    return {
        "SamplingRule": {
            "RuleName": rule.name,
            "RuleARN": f"arn:aws:xray:{region}:{account}:sampling-rule/{rule.name}",
            "ResourceARN": rule.resource_arn,
            "Priority": rule.priority,
            "FixedRate": rule.fixed_rate,
            "ReservoirSize": rule.reservoir_size,
            "ServiceName": rule.service_name,
            "ServiceType": rule.service_type,
            "Host": rule.host,
            "HTTPMethod": rule.http_method,
            "URLPath": rule.url_path,
            "Version": 1,
            "Attributes": {},
            "SamplingRateBoost": None,
        },
        "CreatedAt": rule.created_at,
        "ModifiedAt": rule.modified_at,
    }


def targets_answer(targets: Targets) -> Json:
    """`LastRuleModification` must be a number: the Node SDK calculates with it."""
    return {
        "SamplingTargetDocuments": [_target(target) for target in targets.known],
        "LastRuleModification": targets.last_modification,
        "UnprocessedStatistics": [
            {"RuleName": name, "ErrorCode": "400", "Message": "Unknown rule"}
            for name in targets.unknown_rules
        ],
    }


def _target(target: Target) -> Json:
    return {
        "RuleName": target.rule.name,
        "FixedRate": target.rule.fixed_rate,
        "ReservoirQuota": target.quota,
        "ReservoirQuotaTTL": target.quota_expires_at,
        "Interval": target.interval,
    }
