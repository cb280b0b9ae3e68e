"""A sampling rule, a client's report on it, and the target that answers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """A rule as X-Ray has it; patterns are `*` (any run) and `?` (one character).

    `fixed_rate` (0 to 1) is the share recorded once `reservoir_size` (traces a second,
    over all clients) is used up. Times are epoch seconds.
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
    created_at: float = 0.0
    modified_at: float = 0.0


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
class Target:
    """What a client may do until its next report; None before it has a quota."""

    rule: SamplingRule
    quota: int | None
    quota_expires_at: float | None
    interval: int | None


@dataclass(frozen=True, slots=True)
class Targets:
    known: tuple[Target, ...]
    unknown_rules: tuple[str, ...]
    last_modification: float
