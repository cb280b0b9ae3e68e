"""Sampling rules, reports and targets in X-Ray's words."""

from __future__ import annotations

from typing import Any

from xray_local.errors import InvalidRequest
from xray_local.model.sampling import (
    Boost,
    BoostReport,
    RateBoost,
    Report,
    RuleUpdate,
    SamplingRule,
    Statistic,
    Target,
    Targets,
)

Json = dict[str, Any]

_ARN_MARK = ":sampling-rule/"
_PATTERNS = {
    "ServiceName": "service_name",
    "ServiceType": "service_type",
    "Host": "host",
    "HTTPMethod": "http_method",
    "URLPath": "url_path",
    "ResourceARN": "resource_arn",
}
_FIGURES = {
    "Priority": "priority",
    "FixedRate": "fixed_rate",
    "ReservoirSize": "reservoir_size",
}
_MEMBERS = _FIGURES | _PATTERNS
"""X-Ray's member -> ours."""


def rule_name(members: Json) -> str:
    """Which rule is meant, by its name or its ARN; raises InvalidRequest."""
    name, arn = members.get("RuleName"), members.get("RuleARN")
    if name is not None and arn is not None:
        raise InvalidRequest(
            "Request cannot contain both sampling rule name and sampling rule ARN"
        )
    if name is None and arn is None:
        raise InvalidRequest(
            "Request must contain either sampling rule name or sampling rule ARN"
        )
    return _name_in(str(arn)) if name is None else str(name)


def _name_in(arn: str) -> str:
    _, mark, name = arn.partition(_ARN_MARK)
    if not mark or not 1 <= len(name) <= 32:
        raise InvalidRequest(
            "Invalid sampling rule ARN: it ends in :sampling-rule/<name>, "
            "and a name has 1 to 32 characters"
        )
    return name


def rule_from(members: Json) -> SamplingRule:
    """A SamplingRule to create; raises InvalidRequest."""
    if members["Version"] != 1:
        raise InvalidRequest("Sampling rule version must be 1")
    return SamplingRule(
        name=rule_name(members),
        **{ours: members[theirs] for theirs, ours in _MEMBERS.items()},
        attributes=members.get("Attributes", {}),
        boost=_rate_boost(members),
    )


def update_from(members: Json) -> RuleUpdate:
    """A SamplingRuleUpdate; raises InvalidRequest when it names no rule."""
    return RuleUpdate(
        name=rule_name(members),
        **{ours: members.get(theirs) for theirs, ours in _MEMBERS.items()},
        attributes=members.get("Attributes"),
        boost=_rate_boost(members),
    )


def _rate_boost(members: Json) -> RateBoost | None:
    boost = members.get("SamplingRateBoost")
    if boost is None:
        return None
    return RateBoost(boost["MaxRate"], boost["CooldownWindowMinutes"])


def rule_record(rule: SamplingRule, *, region: str, account: str) -> Json:
    """A SamplingRuleRecord. `Attributes` must be an object: the Node SDK walks it."""
    boost = rule.boost
    return {
        "SamplingRule": {
            "RuleName": rule.name,
            "RuleARN": f"arn:aws:xray:{region}:{account}{_ARN_MARK}{rule.name}",
            **{theirs: getattr(rule, ours) for theirs, ours in _MEMBERS.items()},
            "FixedRate": float(rule.fixed_rate),
            "Version": 1,
            "Attributes": rule.attributes,
        }
        | ({} if boost is None else {"SamplingRateBoost": _printed_boost(boost)}),
        "CreatedAt": rule.created_at,
        "ModifiedAt": rule.modified_at,
    }


def _printed_boost(boost: RateBoost) -> Json:
    return {
        "MaxRate": float(boost.max_rate),
        "CooldownWindowMinutes": boost.cooldown_minutes,
    }


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


def boost_reports(members: Json) -> list[BoostReport] | None:
    """None when the request has no list of them: the answer has none then, either."""
    documents = members.get("SamplingBoostStatisticsDocuments")
    if documents is None:
        return None
    return [
        BoostReport(
            rule_name=each["RuleName"],
            service_name=each["ServiceName"],
            at=each["Timestamp"],
            total=each["TotalCount"],
            anomalies=each["AnomalyCount"],
            sampled_anomalies=each["SampledAnomalyCount"],
        )
        for each in documents
    ]


def targets_answer(targets: Targets) -> Json:
    """`LastRuleModification` must be a number: the Node SDK calculates with it."""
    answer: Json = {
        "SamplingTargetDocuments": [_target(target) for target in targets.known],
        "LastRuleModification": targets.last_modification,
        "UnprocessedStatistics": _unknown(targets.unknown_rules),
    }
    if targets.unknown_boosts is not None:
        answer["UnprocessedBoostStatistics"] = _unknown(targets.unknown_boosts)
    return answer


def _unknown(names: tuple[str, ...]) -> list[Json]:
    return [
        {"RuleName": name, "ErrorCode": "400", "Message": "Unknown rule"}
        for name in names
    ]


def _target(target: Target) -> Json:
    document = {
        "RuleName": target.rule.name,
        "FixedRate": float(target.rule.fixed_rate),
        "ReservoirQuota": target.quota,
        "ReservoirQuotaTTL": target.quota_expires_at,
        "Interval": target.interval,
    }
    if target.boost is not None:
        document["SamplingBoost"] = _printed_target_boost(target.boost)
    return document


def _printed_target_boost(boost: Boost) -> Json:
    return {"BoostRate": boost.rate, "BoostRateTTL": boost.expires_at}


def statistic_summary(statistic: Statistic) -> Json:
    return {
        "RuleName": statistic.rule_name,
        "Timestamp": statistic.at,
        "RequestCount": statistic.requests,
        "BorrowCount": statistic.borrowed,
        "SampledCount": statistic.sampled,
    }
