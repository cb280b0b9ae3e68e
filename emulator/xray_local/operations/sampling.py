"""What the SDKs ask before they record: the rules, and their share of them."""

from __future__ import annotations

from collections.abc import Sequence

from xray_local.model.sampling import Report, SamplingRule, Targets
from xray_local.operations.backend import Backend


def sampling_rules(backend: Backend) -> list[SamplingRule]:
    return backend.sampling.rules()


def sampling_targets(backend: Backend, reports: Sequence[Report]) -> Targets:
    return backend.sampling.targets(reports, backend.clock.now())
