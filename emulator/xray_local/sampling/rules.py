"""The Default rule: it always exists and matches whatever no other rule does."""

from __future__ import annotations

from xray_local.model.sampling import SamplingRule

DEFAULT = "Default"


def default_rule(*, fixed_rate: float, reservoir_size: int) -> SamplingRule:
    return SamplingRule(
        name=DEFAULT,
        priority=10_000,
        fixed_rate=fixed_rate,
        reservoir_size=reservoir_size,
    )


EVERYTHING = default_rule(fixed_rate=1.0, reservoir_size=1)
"""Records every request: what a laptop wants."""

AS_AWS = default_rule(fixed_rate=0.05, reservoir_size=1)
"""docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html"""
