"""What may be done to the rules: pure, from a rule and a wish to the next rule.

The texts and the codes are the service's; where it was never recorded what it says, the
text is ours.
"""

from __future__ import annotations

from dataclasses import fields, replace

from xray_local.errors import InvalidRequest
from xray_local.model.sampling import DEFAULT, RuleUpdate, SamplingRule

DEFAULT_PRIORITY = 10_000
MAX_PRIORITY = 9_999
_OF_DEFAULT = {"name", "fixed_rate", "reservoir_size"}


def default_rule(*, fixed_rate: float, reservoir_size: int) -> SamplingRule:
    return SamplingRule(
        name=DEFAULT,
        priority=DEFAULT_PRIORITY,
        fixed_rate=fixed_rate,
        reservoir_size=reservoir_size,
    )


EVERYTHING = default_rule(fixed_rate=1.0, reservoir_size=1)
"""Records every request: what a laptop wants."""

AS_AWS = default_rule(fixed_rate=0.05, reservoir_size=1)
"""docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html"""


def created(rule: SamplingRule, now: float) -> SamplingRule:
    """The rule as it is kept: times are whole seconds."""
    moment = float(int(now))
    return replace(rule, created_at=moment, modified_at=moment)


def updated(rule: SamplingRule, update: RuleUpdate, now: float) -> SamplingRule:
    """The rule with the update's values; an update without any is one, too.

    Raises InvalidRequest for values out of range and for what the Default rule locks.
    """
    given = {
        member.name: value
        for member in fields(update)
        if (value := getattr(update, member.name)) is not None
    }
    if rule.name == DEFAULT and any(
        getattr(rule, member) != value
        for member, value in given.items()
        if member not in _OF_DEFAULT
    ):
        raise InvalidRequest(
            "Only the reservoir size and fixed rate of the default sampling rule can "
            "be modified"
        )
    changed = replace(
        rule, **{**given, "boost": update.boost, "modified_at": float(int(now))}
    )
    if not _in_range(changed):
        raise InvalidRequest("Invalid update request for sampling rule")
    return changed


def _in_range(rule: SamplingRule) -> bool:
    most = DEFAULT_PRIORITY if rule.name == DEFAULT else MAX_PRIORITY
    return (
        1 <= rule.priority <= most
        and 0 <= rule.fixed_rate <= 1
        and rule.reservoir_size >= 0
    )
