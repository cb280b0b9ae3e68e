"""A what-if of sampling as JSON: rules as X-Ray spells them, and what they would keep.

    {"StartTime": 1700000000, "EndTime": 1700000900, "SamplingRules": [{...}, ...]}

Each rule is checked as CreateSamplingRule checks it; of one that is named Default only
what UpdateSamplingRule may change there is read.
"""

from __future__ import annotations

from typing import Any

from xray_local.errors import InvalidRequest, SerializationFailed
from xray_local.model.sampling import DEFAULT, RuleUpdate, SamplingRule
from xray_local.model.window import Window
from xray_local.wire.sampling import rule_from, update_from
from xray_local.wire.service_model import ServiceModel

Json = dict[str, Any]
_OF_DEFAULT = ("RuleName", "FixedRate", "ReservoirSize")


def window_from(members: Json) -> Window:
    """Raises InvalidRequest unless both ends are epoch seconds."""
    return Window(_seconds(members, "StartTime"), _seconds(members, "EndTime"))


def _seconds(members: Json, name: str) -> float:
    told = members.get(name)
    if (
        isinstance(told, (int, float))
        and not isinstance(told, bool)
        and abs(told) < 1e12
    ):
        return float(told)
    raise InvalidRequest(f"{name} must be epoch seconds, such as 1700000000")


def rules_from(
    model: ServiceModel, members: Json
) -> tuple[list[SamplingRule], RuleUpdate | None] | None:
    """The rules to try and what is wished of Default; None when no rules are given.

    Raises SerializationFailed, ValidationFailed or InvalidRequest.
    """
    given = members.get("SamplingRules")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise SerializationFailed("SamplingRules must be a list of sampling rules")
    custom = [_rule(model, each) for each in given if each.get("RuleName") != DEFAULT]
    of_default = [each for each in given if each.get("RuleName") == DEFAULT]
    if len(of_default) > 1:
        raise InvalidRequest(f"Two sampling rules have the name {DEFAULT}")
    return custom, (_default(model, of_default[0]) if of_default else None)


def _rule(model: ServiceModel, members: Json) -> SamplingRule:
    checked = _checked(model, "CreateSamplingRule", "SamplingRule", members)
    return rule_from(checked)


def _default(model: ServiceModel, members: Json) -> RuleUpdate:
    changeable = {name: members[name] for name in _OF_DEFAULT if name in members}
    checked = _checked(model, "UpdateSamplingRule", "SamplingRuleUpdate", changeable)
    return update_from(checked)


def _checked(model: ServiceModel, operation: str, name: str, members: Json) -> Json:
    found = model.named(operation)
    checked: Json = model.checked(found, {name: members})[name]
    return checked
