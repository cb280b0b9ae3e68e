"""Sampling rules, what clients report on them, and the targets that answer a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

DEFAULT = "Default"
"""The rule that always exists and matches whatever no other rule does."""


@dataclass(frozen=True, slots=True)
class RateBoost:
    """A rule may record up to `max_rate` for a while when anomalies are reported.

    At most one boost begins in any `cooldown_minutes`.
    """

    max_rate: float
    cooldown_minutes: int


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """A rule as X-Ray has it; patterns are `*` (any run) and `?` (one character).

    `fixed_rate` (0 to 1) is the share recorded once `reservoir_size` (traces a second,
    over all clients) is used up. Times are whole epoch seconds.
    """

    name: str
    priority: int
    fixed_rate: float
    reservoir_size: int
    service_name: str = "*"
    service_type: str = "*"
    host: str = "*"
    http_method: str = "*"
    url_path: str = "*"
    resource_arn: str = "*"
    attributes: Mapping[str, str] = field(default_factory=dict)
    boost: RateBoost | None = None
    created_at: float = 0.0
    modified_at: float = 0.0


@dataclass(frozen=True, slots=True)
class RuleUpdate:
    """New values for a rule; None leaves one as it is, except that it ends the boost."""

    name: str
    priority: int | None = None
    fixed_rate: float | None = None
    reservoir_size: int | None = None
    service_name: str | None = None
    service_type: str | None = None
    host: str | None = None
    http_method: str | None = None
    url_path: str | None = None
    resource_arn: str | None = None
    attributes: Mapping[str, str] | None = None
    boost: RateBoost | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one client saw of one rule since its last report; `at` in epoch seconds."""

    rule_name: str
    client_id: str
    at: float
    requests: int
    sampled: int
    borrowed: int


@dataclass(frozen=True, slots=True)
class BoostReport:
    """How many of a service's requests under one rule were anomalies."""

    rule_name: str
    service_name: str
    at: float
    total: int
    anomalies: int
    sampled_anomalies: int


@dataclass(frozen=True, slots=True)
class Boost:
    """The rate that replaces the rule's own until `expires_at` (epoch seconds)."""

    rate: float
    expires_at: float


@dataclass(frozen=True, slots=True)
class Target:
    """What a client may do until its next report; None before it has a quota."""

    rule: SamplingRule
    quota: int | None
    quota_expires_at: float | None
    interval: int | None
    boost: Boost | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """`unknown_boosts` is None when the request had no boost reports at all."""

    known: tuple[Target, ...]
    unknown_rules: tuple[str, ...]
    unknown_boosts: tuple[str, ...] | None
    last_modification: float


class Statistic(msgspec.Struct, frozen=True, array_like=True):
    """What all clients reported on a rule in the ten seconds from `at`."""

    rule_name: str
    at: float
    requests: int
    borrowed: int
    sampled: int
