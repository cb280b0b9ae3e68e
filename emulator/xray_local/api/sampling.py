"""X-Ray's sampling operations: request members in, answer members out."""

from __future__ import annotations

from typing import Any

from xray_local.model.sampling import SamplingRule
from xray_local.operations import sampling
from xray_local.operations.backend import Backend
from xray_local.operations.tag_sets import unique
from xray_local.wire import sampling as wire
from xray_local.wire.tags import tag_pairs
from xray_local.wire.tokens import position_from, token_of

Json = dict[str, Any]


def get_sampling_rules(backend: Backend, members: Json) -> Json:
    """All rules in one page: the service, too, ignores the token."""
    rules = sampling.sampling_rules(backend)
    return {"SamplingRuleRecords": [_record(backend, rule) for rule in rules]}


def create_sampling_rule(backend: Backend, members: Json) -> Json:
    wanted = wire.rule_from(members["SamplingRule"])
    tagged = unique(tag_pairs(members))
    return _recorded(backend, sampling.create_sampling_rule(backend, wanted, tagged))


def update_sampling_rule(backend: Backend, members: Json) -> Json:
    update = wire.update_from(members["SamplingRuleUpdate"])
    return _recorded(backend, sampling.update_sampling_rule(backend, update))


def delete_sampling_rule(backend: Backend, members: Json) -> Json:
    name = wire.rule_name(members)
    return _recorded(backend, sampling.delete_sampling_rule(backend, name))


def get_sampling_targets(backend: Backend, members: Json) -> Json:
    targets = sampling.sampling_targets(
        backend, wire.reports(members), wire.boost_reports(members)
    )
    return wire.targets_answer(targets)


def get_sampling_statistic_summaries(backend: Backend, members: Json) -> Json:
    token = members.get("NextToken")
    page = sampling.sampling_statistics(
        backend, None if token is None else position_from(token)
    )
    return {
        "SamplingStatisticSummaries": [
            wire.statistic_summary(each) for each in page.statistics
        ],
        "NextToken": None if page.next is None else token_of(page.next),
    }


def _recorded(backend: Backend, rule: SamplingRule) -> Json:
    return {"SamplingRuleRecord": _record(backend, rule)}


def _record(backend: Backend, rule: SamplingRule) -> Json:
    return wire.rule_record(rule, region=backend.region, account=backend.account)


SAMPLING_OPERATIONS = {
    "GetSamplingRules": get_sampling_rules,
    "CreateSamplingRule": create_sampling_rule,
    "UpdateSamplingRule": update_sampling_rule,
    "DeleteSamplingRule": delete_sampling_rule,
    "GetSamplingTargets": get_sampling_targets,
    "GetSamplingStatisticSummaries": get_sampling_statistic_summaries,
}
"""By operation name."""
